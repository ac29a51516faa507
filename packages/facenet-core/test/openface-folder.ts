import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "../src/calibration/seeded-random.js";

/** Numbers of one CSV file by its name without ending, in the order of the file. */
export type OpenFaceTensors = ReadonlyMap<string, Float32Array>;

/** Random weights that keep activations near 1 through all layers, for every file of `files`. */
export function randomOpenFaceTensors(
  files: readonly { readonly name: string; readonly shape: readonly number[] }[],
  seed: number,
): OpenFaceTensors {
  const random = seededRandom(seed);
  return new Map(
    files.map(({ name, shape }) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const uniform = (low: number, high: number) =>
        Float32Array.from({ length: count }, () => low + (high - low) * random());
      if (shape.length > 1) {
        const limit = Math.sqrt((6 * shape[0]!) / count);
        return [name, uniform(-limit, limit)];
      }
      return [name, /_v$|bn\d?_w$/.test(name) ? uniform(0.5, 1.5) : uniform(-0.3, 0.3)];
    }),
  );
}

/** One line for each output channel, as the published folder has it. */
export async function writeOpenFaceFolder(
  folder: string,
  files: readonly { readonly name: string; readonly shape: readonly number[] }[],
  tensors: OpenFaceTensors,
): Promise<void> {
  for (const { name, shape } of files) {
    const data = tensors.get(name)!;
    const columns = data.length / shape[0]!;
    const lines = Array.from({ length: shape[0]! }, (_, row) =>
      // Nine digits carry a 32-bit float exactly.
      Array.from(data.subarray(row * columns, (row + 1) * columns), (value) => value.toPrecision(9)).join(","),
    );
    await writeFile(join(folder, `${name}.csv`), `${lines.join("\n")}\n`);
  }
}
