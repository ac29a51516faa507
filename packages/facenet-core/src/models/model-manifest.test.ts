import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DLIB_MODEL_ID } from "../embedding/model-identity.js";
import { ModelError, readModelManifest } from "./model-manifest.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "manifest-"));
});
afterAll(() => rm(folder, { recursive: true }));

const input = { name: "input", layout: "NCHW", width: 112, height: 112, channels: "RGB", mean: 127.5, scale: 128 };
const good = {
  id: "my-arcface",
  licence: "Apache-2.0",
  source: "https://example.org/models",
  format: "onnx",
  file: "model.onnx",
  sha256: "0".repeat(64),
  input,
  alignment: { template: "arcface-5pt-112" },
  output: "output",
  dimension: 512,
  metric: "cosine",
  flip: true,
};

async function read(manifest: unknown) {
  const path = join(folder, "manifest.json");
  await writeFile(path, typeof manifest === "string" ? manifest : JSON.stringify(manifest));
  return readModelManifest(path);
}
async function problem(manifest: unknown): Promise<ModelError> {
  const error = await read(manifest).catch((thrown: unknown) => thrown);
  if (!(error instanceof ModelError)) throw new Error(`expected a ModelError, got ${error}`);
  return error;
}

describe("readModelManifest", () => {
  it("reads a manifest, with one mean for all channels or one for each", async () => {
    const manifest = await read(good);
    expect(manifest).toMatchObject({ path: join(folder, "model.onnx"), metric: "cosine", flip: true });
    if (manifest.format === "openface-csv") throw new Error(manifest.format);
    expect(manifest.input.normalisation).toEqual({
      kind: "fixed",
      mean: [127.5, 127.5, 127.5],
      scale: [128, 128, 128],
    });
    const threefold = await read({ ...good, input: { ...input, mean: [1, 2, 3] } });
    expect(threefold).toMatchObject({ input: { normalisation: { mean: [1, 2, 3], scale: [128, 128, 128] } } });
  });

  it("takes prewhitening in place of mean and scale", async () => {
    const { mean, scale, ...rest } = input;
    const manifest = await read({ ...good, format: "tfjs-layers", input: { ...rest, prewhiten: true } });
    expect(manifest).toMatchObject({ input: { normalisation: { kind: "prewhiten" } } });
  });

  it("needs neither input nor dimension for OpenFace weights, whose network is known", async () => {
    const { input: _, output, dimension, ...rest } = good;
    expect(await read({ ...rest, format: "openface-csv", variant: "course" })).toMatchObject({ variant: "course" });
  });

  it("gives another model id when anything changes that moves distances, and only then", async () => {
    const { modelId } = await read(good);
    expect(modelId).toMatch(/^my-arcface\.[0-9a-f]{12}$/);
    const same = [
      { ...good, licence: "MIT", source: "elsewhere", file: "moved.onnx" },
      Object.fromEntries(Object.entries(good).reverse()),
    ];
    for (const manifest of same) expect((await read(manifest)).modelId).toBe(modelId);
    const others = [
      { ...good, sha256: "1".repeat(64) },
      { ...good, flip: false },
      { ...good, metric: "euclidean" },
      { ...good, alignment: { template: "dlib-chip-150" } },
      { ...good, input: { ...input, channels: "BGR" } },
      { ...good, input: { ...input, mean: [127.5, 127.5, 127.4] } },
    ];
    const ids = new Set<string>();
    for (const manifest of others) ids.add((await read(manifest)).modelId);
    expect(ids.size).toBe(others.length);
    expect(ids).not.toContain(modelId);
  });

  it.each<[string, unknown, RegExp]>([
    ["an unknown format", { ...good, format: "pickle" }, /format/],
    ["no licence", { ...good, licence: " " }, /must not be empty.*licence/s],
    ["an unknown field", { ...good, dimensions: 512 }, /"dimensions"/],
    ["a hash that is none", { ...good, sha256: "abc" }, /64 hexadecimal digits.*sha256/s],
    ["an unknown template", { ...good, alignment: { template: "eyes" } }, /alignment/],
    ["a box without a margin", { ...good, alignment: { template: "box" } }, /alignment\.margin/],
    ["the id of a built-in model", { ...good, id: DLIB_MODEL_ID }, /is the id of a built-in model/],
    [
      "a mean for two channels",
      { ...good, input: { ...input, mean: [1, 2] } },
      /three of them in the order.*input\.mean/s,
    ],
    ["a scale of zero", { ...good, input: { ...input, scale: 0 } }, /input\.scale/],
    [
      "a mean without a scale",
      { ...good, input: { ...input, scale: undefined } },
      /either "mean" and "scale", or "prewhiten"/,
    ],
    [
      "both ways to normalise",
      { ...good, input: { ...input, prewhiten: true } },
      /either "mean" and "scale", or "prewhiten"/,
    ],
  ])("names %s", async (_, manifest, message) => {
    expect(await problem(manifest)).toMatchObject({
      code: "INVALID_MANIFEST",
      message: expect.stringMatching(message),
    });
  });

  it("takes every example of the documentation", async () => {
    const docs = await readFile(new URL("../../../../docs/models.md", import.meta.url), "utf8");
    const examples = [...docs.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => json!);
    const formats: string[] = [];
    for (const example of examples) formats.push((await read(example)).format);
    expect(formats).toEqual(["onnx", "tfjs-layers", "openface-csv"]);
  });

  it("names every problem at once", async () => {
    const { message } = await problem({ ...good, metric: "manhattan", flip: "yes", dimension: 0 });
    for (const field of ["metric", "flip", "dimension"]) expect(message).toContain(field);
  });

  it("tells a manifest that is missing from one that is no JSON", async () => {
    expect(await problem("{")).toMatchObject({ code: "INVALID_MANIFEST", message: expect.stringMatching(/not JSON/) });
    await expect(readModelManifest(join(folder, "nothing.json"))).rejects.toMatchObject({ code: "MISSING_FILE" });
  });
});
