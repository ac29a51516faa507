import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Embedded, ModelSource } from "../model/measured-model.js";

/** An outcome without its timings, which belong to one run. */
export type CachedOutcome =
  | { readonly kind: "embedding"; readonly embedding: Float32Array; readonly quality: number }
  | { readonly kind: "failure"; readonly reason: string };

export interface EmbeddingCache {
  get(photo: Uint8Array): CachedOutcome | undefined;
  /** Kept at once, so that a run that is stopped goes on where it was. */
  put(photo: Uint8Array, outcome: Embedded): void;
}

/** One line of the cache file. */
type Entry = { readonly file: string } & (
  | { readonly embedding: string; readonly quality: number }
  | { readonly reason: string }
);

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * Embeddings of one model by the hash of the file they were made of, one file a model. Embeddings are biometric data: only
 * the user who ran the benchmark can read them, and `npm run clean` removes them.
 */
export function openEmbeddingCache(folder: string, { modelId, fingerprint }: ModelSource): EmbeddingCache {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${modelId}-${fingerprint.slice(0, 16)}.jsonl`);
  const known = new Map<string, Entry>();
  if (existsSync(path)) {
    const text = readFileSync(path, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    // A run that was killed while writing leaves half a line.
    if (whole.length < text.length) writeFileSync(path, whole, { mode: 0o600 });
    for (const line of whole.split("\n")) {
      if (line === "") continue;
      const entry = JSON.parse(line) as Entry;
      known.set(entry.file, entry);
    }
  }
  return {
    get(photo) {
      const entry = known.get(sha256(photo));
      if (!entry) return undefined;
      if ("reason" in entry) return { kind: "failure", reason: entry.reason };
      const bytes = Uint8Array.from(Buffer.from(entry.embedding, "base64"));
      return { kind: "embedding", embedding: new Float32Array(bytes.buffer), quality: entry.quality };
    },
    put(photo, outcome) {
      const file = sha256(photo);
      const entry: Entry =
        outcome.kind === "failure"
          ? { file, reason: outcome.reason }
          : { file, embedding: base64(outcome.embedding), quality: outcome.quality };
      known.set(file, entry);
      appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    },
  };
}

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");
