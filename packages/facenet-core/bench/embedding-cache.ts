import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DLIB_MODEL_ID } from "../src/embedding/model-identity.js";
import { analysePhoto, type Networks } from "../src/pipeline.js";

export interface EmbeddingCacheOptions {
  /** Opens the networks; called once, at the first file that is not in the cache. */
  readonly openNetworks: () => Promise<Networks>;
  readonly cacheDir: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Embeddings of image files, most central face of each; undefined where none was found. Computed once: the cache is keyed
 * by model id, choice of face and the hash of the file, so that a changed file or recipe is never answered from it.
 */
export async function embedFiles(
  files: readonly string[],
  { openNetworks, cacheDir, onProgress }: EmbeddingCacheOptions,
): Promise<(Float32Array | undefined)[]> {
  const folder = join(cacheDir, "embeddings", `${DLIB_MODEL_ID}.central`);
  mkdirSync(folder, { recursive: true });
  const result: (Float32Array | undefined)[] = [];
  let networks: Networks | undefined;
  for (const file of files) {
    const photo = readFileSync(file);
    const entry = join(folder, `${createHash("sha256").update(photo).digest("hex")}.f32`);
    if (!existsSync(entry)) {
      networks ??= await openNetworks();
      const analysis = await analysePhoto(networks, photo, { selection: "CENTRAL", keepChip: false });
      // An empty entry says that no face was found. Renaming keeps an interrupted run from leaving half an entry.
      const values = analysis.kind === "face" ? analysis.embedding.values : new Float32Array();
      writeFileSync(`${entry}.new`, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      renameSync(`${entry}.new`, entry);
    }
    const bytes = readFileSync(entry);
    result.push(bytes.byteLength === 0 ? undefined : new Float32Array(Uint8Array.from(bytes).buffer));
    onProgress?.(result.length, files.length);
  }
  return result;
}
