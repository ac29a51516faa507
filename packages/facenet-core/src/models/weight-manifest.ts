import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Weights } from "./network.js";

interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string; readonly scale: number; readonly min: number };
}

interface ManifestGroup {
  readonly paths: readonly string[];
  readonly weights: readonly ManifestEntry[];
}

/** Weights by name; asking for one that is missing or has another shape is an error that names it. */
export class WeightMap {
  constructor(private readonly entries: ReadonlyMap<string, Weights>) {}

  get parameterCount(): number {
    return [...this.entries.values()].reduce((sum, { data }) => sum + data.length, 0);
  }

  get(name: string, ...shape: number[]): Weights {
    const found = this.entries.get(name);
    if (!found) throw new Error(`the weight file has no "${name}"`);
    if (found.shape.join() !== shape.join()) {
      throw new Error(`weight "${name}" has shape [${found.shape}], expected [${shape}]`);
    }
    return found;
  }
}

/**
 * Reads a TensorFlow.js weights manifest and its binary. Tensors are float32, or uint8 with
 * value = byte * scale + min. The binary must hold exactly what the manifest names.
 */
export async function readWeightManifest(manifestPath: string): Promise<WeightMap> {
  const groups = JSON.parse(await readFile(manifestPath, "utf8")) as ManifestGroup[];
  const entries = new Map<string, Weights>();
  for (const group of groups) {
    const parts = await Promise.all(group.paths.map((path) => readFile(join(dirname(manifestPath), path))));
    const bytes = Buffer.concat(parts);
    let offset = 0;
    for (const entry of group.weights) {
      const count = entry.shape.reduce((product, size) => product * size, 1);
      const byteLength = count * (entry.quantization ? 1 : 4);
      if (offset + byteLength > bytes.length)
        throw new Error(`${manifestPath}: the weight file ends inside "${entry.name}"`);
      entries.set(entry.name, { shape: entry.shape, data: readValues(bytes, offset, count, entry) });
      offset += byteLength;
    }
    if (offset !== bytes.length) throw new Error(`${manifestPath}: ${bytes.length - offset} bytes are left over`);
  }
  return new WeightMap(entries);
}

function readValues(bytes: Buffer, offset: number, count: number, entry: ManifestEntry): Float32Array {
  const values = new Float32Array(count);
  if (!entry.quantization) {
    if (entry.dtype !== "float32") throw new Error(`weight "${entry.name}" has the unsupported type ${entry.dtype}`);
    for (let i = 0; i < count; i++) values[i] = bytes.readFloatLE(offset + 4 * i);
    return values;
  }
  const { dtype, scale, min } = entry.quantization;
  if (dtype !== "uint8") throw new Error(`weight "${entry.name}" has the unsupported quantisation ${dtype}`);
  // Rounded to float32 after each step, as TensorFlow.js does it, so that both hold the same weights.
  for (let i = 0; i < count; i++) values[i] = Math.fround(bytes[offset + i]! * scale + min);
  return values;
}
