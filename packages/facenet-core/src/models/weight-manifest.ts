import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Weights } from "./network.js";

interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** `scale` and `min` are those of whole numbers. */
  readonly quantization?: { readonly dtype: string; readonly scale?: number; readonly min?: number };
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
 * Reads the weights of TensorFlow.js: a manifest, alone or inside a model, and its binary. Tensors are float32, int32,
 * float16, or uint8 with value = byte * scale + min. The binary must hold exactly what the manifest names.
 */
export async function readWeightManifest(manifestPath: string): Promise<WeightMap> {
  const json = JSON.parse(await readFile(manifestPath, "utf8")) as
    | ManifestGroup[]
    | { readonly weightsManifest: ManifestGroup[] };
  const groups = Array.isArray(json) ? json : json.weightsManifest;
  const entries = new Map<string, Weights>();
  for (const group of groups) {
    const parts = await Promise.all(group.paths.map((path) => readFile(join(dirname(manifestPath), path))));
    const bytes = Buffer.concat(parts);
    let offset = 0;
    for (const entry of group.weights) {
      const count = entry.shape.reduce((product, size) => product * size, 1);
      const [bytesEach, read] = readerOf(entry);
      const byteLength = count * bytesEach;
      if (offset + byteLength > bytes.length)
        throw new Error(`${manifestPath}: the weight file ends inside "${entry.name}"`);
      const data = new Float32Array(count);
      for (let i = 0; i < count; i++) data[i] = read(bytes, offset + i * bytesEach);
      entries.set(entry.name, { shape: entry.shape, data });
      offset += byteLength;
    }
    if (offset !== bytes.length) throw new Error(`${manifestPath}: ${bytes.length - offset} bytes are left over`);
  }
  return new WeightMap(entries);
}

type Reader = readonly [bytesEach: number, read: (bytes: Buffer, at: number) => number];

function readerOf({ name, dtype, quantization }: ManifestEntry): Reader {
  const stored = quantization?.dtype ?? dtype;
  switch (stored) {
    case "float32":
      return [4, (bytes, at) => bytes.readFloatLE(at)];
    case "int32":
      return [4, (bytes, at) => bytes.readInt32LE(at)];
    case "float16":
      return [2, (bytes, at) => halfFloat(bytes.readUInt16LE(at))];
    case "uint8": {
      const { scale, min } = quantization ?? {};
      if (scale === undefined || min === undefined) break;
      // Rounded to float32 at the end, as TensorFlow.js does it, so that both hold the same weights.
      return [1, (bytes, at) => Math.fround(bytes[at]! * scale + min)];
    }
  }
  throw new Error(`weight "${name}" has the unsupported type ${stored}`);
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
