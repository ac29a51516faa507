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

it("refuses a file that is too short or too long", async () => {
  await expect(readWeightManifest(await manifest("short", Buffer.alloc(2), [quantised]))).rejects.toThrow(
    /ends inside "q"/,
  );
  await expect(readWeightManifest(await manifest("long", Buffer.alloc(5), [quantised]))).rejects.toThrow(
    /2 bytes are left over/,
  );
});
