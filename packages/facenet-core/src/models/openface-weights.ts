import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Weights } from "./network.js";
import { WeightMap } from "./weight-manifest.js";

export type WeightFileProblem = "MISSING" | "WRONG_LENGTH" | "NOT_A_NUMBER";

/** A file of a weight folder that cannot be used: `file` says which, `code` why. */
export class WeightFileError extends Error {
  constructor(
    readonly code: WeightFileProblem,
    readonly file: string,
    detail: string,
  ) {
    super(`${file}: ${detail}`);
    this.name = "WeightFileError";
  }
}

/**
 * The convolutions of nn4.small2: name, output channels, input channels, side of the square filter. A batch
 * normalisation follows each; it has the same name with "bn" for "conv".
 */
export const OPENFACE_CONVOLUTIONS: readonly (readonly [name: string, to: number, from: number, size: number])[] = [
  ["conv1", 64, 3, 7],
  ["conv2", 64, 64, 1],
  ["conv3", 192, 64, 3],
  ["inception_3a_3x3_conv1", 96, 192, 1],
  ["inception_3a_3x3_conv2", 128, 96, 3],
  ["inception_3a_5x5_conv1", 16, 192, 1],
  ["inception_3a_5x5_conv2", 32, 16, 5],
  ["inception_3a_pool_conv", 32, 192, 1],
  ["inception_3a_1x1_conv", 64, 192, 1],
  ["inception_3b_3x3_conv1", 96, 256, 1],
  ["inception_3b_3x3_conv2", 128, 96, 3],
  ["inception_3b_5x5_conv1", 32, 256, 1],
  ["inception_3b_5x5_conv2", 64, 32, 5],
  ["inception_3b_pool_conv", 64, 256, 1],
  ["inception_3b_1x1_conv", 64, 256, 1],
  ["inception_3c_3x3_conv1", 128, 320, 1],
  ["inception_3c_3x3_conv2", 256, 128, 3],
  ["inception_3c_5x5_conv1", 32, 320, 1],
  ["inception_3c_5x5_conv2", 64, 32, 5],
  ["inception_4a_3x3_conv1", 96, 640, 1],
  ["inception_4a_3x3_conv2", 192, 96, 3],
  ["inception_4a_5x5_conv1", 32, 640, 1],
  ["inception_4a_5x5_conv2", 64, 32, 5],
  ["inception_4a_pool_conv", 128, 640, 1],
  ["inception_4a_1x1_conv", 256, 640, 1],
  ["inception_4e_3x3_conv1", 160, 640, 1],
  ["inception_4e_3x3_conv2", 256, 160, 3],
  ["inception_4e_5x5_conv1", 64, 640, 1],
  ["inception_4e_5x5_conv2", 128, 64, 5],
  ["inception_5a_3x3_conv1", 96, 1024, 1],
  ["inception_5a_3x3_conv2", 384, 96, 3],
  ["inception_5a_pool_conv", 96, 1024, 1],
  ["inception_5a_1x1_conv", 256, 1024, 1],
  ["inception_5b_3x3_conv1", 96, 736, 1],
  ["inception_5b_3x3_conv2", 384, 96, 3],
  ["inception_5b_pool_conv", 96, 736, 1],
  ["inception_5b_1x1_conv", 256, 736, 1],
];

export const batchNormOf = (convolution: string): string => convolution.replace("conv", "bn");

/** Name and shape, in the order of the numbers, of each CSV file. Filters are [out, in, height, width], the dense layer [out, in]. */
export const OPENFACE_FILES: readonly { readonly name: string; readonly shape: readonly number[] }[] = [
  ...OPENFACE_CONVOLUTIONS.flatMap(([name, to, from, size]) => {
    const norm = batchNormOf(name);
    return [
      { name: `${name}_w`, shape: [to, from, size, size] },
      ...[`${name}_b`, `${norm}_w`, `${norm}_b`, `${norm}_m`, `${norm}_v`].map((file) => ({ name: file, shape: [to] })),
    ];
  }),
  { name: "dense_w", shape: [128, 736] },
  { name: "dense_b", shape: [128] },
];

export interface OpenFaceFile {
  readonly path: string;
  readonly name: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** All files of a folder of OpenFace weights, in the alphabetical order of their names. @throws WeightFileError */
export async function readOpenFaceFiles(folder: string): Promise<OpenFaceFile[]> {
  const files: OpenFaceFile[] = [];
  for (const { name, shape } of [...OPENFACE_FILES].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, `${name}.csv`);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new WeightFileError("MISSING", path, "the file is missing");
    });
    files.push({ path, name, shape, bytes });
  }
  return files;
}

/**
 * The weights of OpenFace nn4.small2 as the Keras port by Victor Sy Wang publishes them: one CSV file for each tensor
 * (`conv1_w.csv`, `bn1_m.csv`, ..., `dense_b.csv`), numbers apart by commas or line ends. Tensors keep the names of
 * their files; filters come out as [height, width, in, out], the dense layer as [in, out]. @throws WeightFileError
 */
export function parseOpenFaceWeights(files: readonly OpenFaceFile[]): WeightMap {
  const entries = new Map<string, Weights>();
  for (const file of files) {
    const { name, shape } = file;
    const data = numbersOf(file);
    entries.set(name, shape.length === 1 ? { shape, data } : outputLast(shape, data));
  }
  return new WeightMap(entries);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numbersOf({ path, shape, bytes }: OpenFaceFile): Float32Array {
  const tokens = Buffer.from(bytes)
    .toString("latin1")
    .trim()
    .split(/[ \t\r]*[,\n][ \t]*/);
  const expected = shape.reduce((product, size) => product * size, 1);
  if (tokens.length !== expected) {
    throw new WeightFileError(
      "WRONG_LENGTH",
      path,
      `${tokens.length} numbers, expected ${expected} (${shape.join(" x ")})`,
    );
  }
  return Float32Array.from(tokens, (token, i) => {
    if (!NUMBER.test(token)) throw new WeightFileError("NOT_A_NUMBER", path, `value ${i + 1} is not a number`);
    return Number(token);
  });
}

/** [out, in, ...rest] to [...rest, in, out]. */
function outputLast([to, from, ...rest]: readonly number[], data: Float32Array): Weights {
  const places = rest.reduce((product, size) => product * size, 1);
  const moved = new Float32Array(data.length);
  let next = 0;
  for (let place = 0; place < places; place++)
    for (let i = 0; i < from!; i++)
      for (let o = 0; o < to!; o++) moved[next++] = data[(o * from! + i) * places + place]!;
  return { shape: [...rest, from!, to!], data: moved };
}
