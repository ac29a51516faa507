import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readWeightManifest } from "./weight-manifest.js";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "weights-"));
});
afterAll(() => rm(dir, { recursive: true }));

async function manifest(name: string, bytes: Buffer, weights: unknown[]): Promise<string> {
  await writeFile(join(dir, `${name}.bin`), bytes);
  await writeFile(join(dir, `${name}.json`), JSON.stringify([{ paths: [`${name}.bin`], weights }]));
  return join(dir, `${name}.json`);
}

const quantised = { name: "q", shape: [3], dtype: "float32", quantization: { dtype: "uint8", scale: 0.5, min: -1 } };

it("reads quantised and plain tensors one after the other", async () => {
  const bytes = Buffer.concat([Buffer.from([0, 2, 255]), Buffer.from(Float32Array.of(1.5, -2).buffer)]);
  const weights = await readWeightManifest(
    await manifest("good", bytes, [quantised, { name: "f", shape: [1, 2], dtype: "float32" }]),
  );
  expect([...weights.get("q", 3).data]).toEqual([-1, 0, 126.5]);
  expect([...weights.get("f", 1, 2).data]).toEqual([1.5, -2]);
  expect(() => weights.get("missing", 1)).toThrow(/no "missing"/);
  expect(() => weights.get("f", 2, 1)).toThrow(/shape \[1,2\], expected \[2,1\]/);
});

it("reads half floats, exactly", async () => {
  // 1, -2, the largest, the smallest normal, the smallest of all, -0, 1/3 as near as it gets, infinity
  const halves = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x3555, 0x7c00];
  const bytes = Buffer.alloc(2 * halves.length);
  for (const [i, half] of halves.entries()) bytes.writeUInt16LE(half, 2 * i);
  const entry = { name: "h", shape: [8], dtype: "float32", quantization: { dtype: "float16" } };
  const weights = await readWeightManifest(await manifest("half", bytes, [entry]));
  const expected = [1, -2, 65504, 2 ** -14, 2 ** -24, -0, 0.333251953125, Number.POSITIVE_INFINITY];
  expect([...weights.get("h", 8).data]).toEqual(expected);
});

it("reads the weights of a whole model, whole numbers among them", async () => {
  const weights = [{ name: "axes", shape: [2], dtype: "int32" }];
  await writeFile(join(dir, "model.bin"), Buffer.from(Int32Array.of(-1, 2).buffer));
  await writeFile(
    join(dir, "model.json"),
    JSON.stringify({ modelTopology: {}, weightsManifest: [{ paths: ["model.bin"], weights }] }),
  );
  expect([...(await readWeightManifest(join(dir, "model.json"))).get("axes", 2).data]).toEqual([-1, 2]);
});

it.each([
  ["a type", { name: "x", shape: [1], dtype: "complex64" }, /"x" has the unsupported type complex64/],
  ["bytes without a scale", { ...quantised, quantization: { dtype: "uint8" } }, /"q" has the unsupported type uint8/],
])("refuses %s that it cannot read", async (_, entry, message) => {
  await expect(readWeightManifest(await manifest("type", Buffer.alloc(8), [entry]))).rejects.toThrow(message);
});

it("refuses a file that is too short or too long", async () => {
  await expect(readWeightManifest(await manifest("short", Buffer.alloc(2), [quantised]))).rejects.toThrow(
    /ends inside "q"/,
  );
  await expect(readWeightManifest(await manifest("long", Buffer.alloc(5), [quantised]))).rejects.toThrow(
    /2 bytes are left over/,
  );
});
