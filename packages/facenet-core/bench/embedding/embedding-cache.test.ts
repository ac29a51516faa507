import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ModelSource } from "../model/measured-model.js";
import { embedImages } from "./embed-images.js";
import { openEmbeddingCache } from "./embedding-cache.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "facenet-cache-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const photo = (text: string) => Buffer.from(text);

/** A model that counts what it is asked; a photo called "none" has no face. */
function countingModel(fingerprint = "a".repeat(64)): ModelSource & { asked: string[] } {
  const asked: string[] = [];
  const open = async () => ({
    embed: async (bytes: Uint8Array) => {
      const text = Buffer.from(bytes).toString();
      asked.push(text);
      if (text === "none") return { kind: "failure", reason: "noFace" } as const;
      return { kind: "embedding", embedding: Float32Array.of(text.length, 0.1), quality: 70, timingsMs: {} } as const;
    },
    close: async () => {},
  });
  return { modelId: "m", networks: {}, fingerprint, open, openOnThreads: open, asked };
}

const images = (...names: string[]) => names.map((name) => ({ person: 0, read: async () => photo(name) }));
const quiet = { say: () => {}, of: () => () => {} };
const embedAll = (model: ModelSource, ...names: string[]) =>
  embedImages(images(...names), model, { cache: openEmbeddingCache(folder, model), threads: 2, progress: quiet });

describe("a cache of embeddings", () => {
  it("gives back exactly what was made, failures too, and asks for nothing twice", async () => {
    const first = await embedAll(countingModel(), "one", "none", "three");
    const again = countingModel();
    const second = await embedAll(again, "one", "none", "three", "fourth");
    expect(again.asked).toEqual(["fourth"]);
    expect(second.slice(0, 3).map(withoutTimings)).toEqual(first.map(withoutTimings));
    expect(second[3]).toMatchObject({ kind: "embedding", embedding: Float32Array.of(6, 0.1) });
  });

  it("goes on after a run that was killed while it wrote", async () => {
    await embedAll(countingModel(), "one", "two");
    const [file] = readdirSync(folder);
    appendFileSync(join(folder, file!), '{"file":"0123","embed');
    const again = countingModel();
    await embedAll(again, "one", "two", "three");
    expect(again.asked).toEqual(["three"]);
    const last = countingModel();
    await embedAll(last, "one", "two", "three");
    expect(last.asked).toEqual([]);
  });

  it("never serves another model, or the same one after a change", async () => {
    await embedAll(countingModel(), "one");
    const other = countingModel("b".repeat(64));
    await embedAll(other, "one");
    expect(other.asked).toEqual(["one"]);
  });

  it.skipIf(process.platform === "win32")("can be read by its owner alone", async () => {
    await embedAll(countingModel(), "one");
    const [file] = readdirSync(folder);
    expect(statSync(join(folder, file!)).mode & 0o077).toBe(0);
  });
});

function withoutTimings(outcome: object) {
  const { timingsMs, ...rest } = outcome as { timingsMs?: unknown };
  return rest;
}
