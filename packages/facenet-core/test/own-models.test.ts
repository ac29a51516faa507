import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../src/calibration/seeded-random.js";
import { DLIB_MODEL_ID } from "../src/embedding/model-identity.js";
import { packPicture } from "../src/embedding/model-input.js";
import { decodeImage } from "../src/image/decode.js";
import { mirrored, type RgbImage } from "../src/image/rgb-image.js";
import { ExactGallery } from "../src/matching/index.js";
import { OPENFACE_FILES, readOpenFaceFiles } from "../src/models/openface-weights.js";
import { analysePhoto } from "../src/pipeline.js";
import { openEncoder } from "../src/runtime/open-encoder.js";
import { openNetworks } from "../src/runtime/open-networks.js";
import { euclidean, norm, normalized } from "../src/vector/index.js";
import { randomOpenFaceTensors, writeOpenFaceFolder } from "./openface-folder.js";
import { samplePhoto } from "./samples.js";
import { wasmTensorFlow } from "./tensorflow.js";
import {
  sha256,
  TINY_DIMENSION,
  TINY_SIDE,
  timesTinyMatrix,
  writeTinyGraph,
  writeTinyLayers,
  writeTinyOnnx,
} from "./tiny-models.js";

type Format = "onnx" | "tfjs-graph" | "tfjs-layers";

let folder: string;
const hashes: Partial<Record<Format, string>> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "models-"));
  hashes.onnx = await writeTinyOnnx(join(folder, "onnx.onnx"));
  hashes["tfjs-graph"] = await writeTinyGraph(folder, "tfjs-graph");
  hashes["tfjs-layers"] = await writeTinyLayers(await wasmTensorFlow(), folder, "tfjs-layers");
});
afterAll(() => rm(folder, { recursive: true }));

const input = {
  layout: "NHWC",
  width: TINY_SIDE,
  height: TINY_SIDE,
  channels: "BGR",
  mean: [10, 20, 30],
  scale: 64,
} as const;

function manifestOf(format: Format) {
  return {
    id: `tiny-${format}`,
    licence: "none",
    source: "this test",
    format,
    file: format === "onnx" ? "onnx.onnx" : `${format}.json`,
    sha256: hashes[format],
    input: { ...input, layout: format === "onnx" ? "NCHW" : "NHWC" },
    alignment: { template: "arcface-5pt-112" },
    dimension: TINY_DIMENSION,
    metric: "euclidean",
    flip: false,
  };
}

let count = 0;
async function written(manifest: object): Promise<string> {
  const path = join(folder, `manifest-${count++}.json`);
  await writeFile(path, JSON.stringify(manifest));
  return path;
}
const open = async (manifest: object) => openEncoder(await written(manifest));

const random = seededRandom(21);
const picture: RgbImage = {
  width: TINY_SIDE,
  height: TINY_SIDE,
  pixels: Uint8Array.from({ length: TINY_SIDE * TINY_SIDE * 3 }, () => 256 * random()),
};
const expected = (layout: "NCHW" | "NHWC", of = picture) =>
  timesTinyMatrix(
    packPicture(of, { ...input, layout, normalisation: { kind: "fixed", mean: [10, 20, 30], scale: [64, 64, 64] } }),
  );
const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 4));

describe.each<Format>(["onnx", "tfjs-graph", "tfjs-layers"])("a %s model of one's own", (format) => {
  const layout = format === "onnx" ? "NCHW" : "NHWC";

  it("gives what its network computes from the picture", async () => {
    const encoder = await open(manifestOf(format));
    const [first, second] = await encoder.embed([picture, mirrored(picture)]);
    expect([...first!.values]).toEqual(closeTo(expected(layout)));
    expect([...second!.values]).toEqual(closeTo(expected(layout, mirrored(picture))));
    expect(first!.modelId).toBe(encoder.modelId);
    expect(encoder.dimension).toBe(TINY_DIMENSION);
    expect(await encoder.embed([])).toEqual([]);
    await encoder.close();
  });

  it("averages with the mirror image when told to", async () => {
    const encoder = await open({ ...manifestOf(format), flip: true });
    const [embedding] = await encoder.embed([picture]);
    const other = expected(layout, mirrored(picture));
    expect([...embedding!.values]).toEqual(closeTo(expected(layout).map((value, d) => (value + other[d]!) / 2)));
    await encoder.close();
  });

  it("is scaled to unit length when its metric is the cosine", async () => {
    const encoder = await open({ ...manifestOf(format), metric: "cosine" });
    const [embedding] = await encoder.embed([picture]);
    expect(norm(embedding!.values)).toBeCloseTo(1, 6);
    expect(euclidean(embedding!.values, normalized(Float32Array.from(expected(layout))))).toBeLessThan(1e-5);
    await encoder.close();
  });

  it("is refused when its bytes are others", async () => {
    await expect(open({ ...manifestOf(format), sha256: sha256(Buffer.from("other")) })).rejects.toMatchObject({
      name: "ModelError",
      code: "WRONG_HASH",
    });
  });

  it("is refused when its file is missing", async () => {
    await expect(open({ ...manifestOf(format), file: "nothing" })).rejects.toMatchObject({ code: "MISSING_FILE" });
  });

  it.each([
    ["another dimension", { dimension: 5 }, /gives 4 numbers for a face, expected 5/],
    ["another size", { input: { ...input, width: 32, layout } }, /./],
    ["an output that it does not have", { output: "logits" }, /no output "logits"; there is/],
    ["an input that it does not have", { input: { ...input, layout, name: "data" } }, /no input "data"; there is/],
  ])("is refused when the manifest gives it %s", async (_, wrong, message) => {
    await expect(open({ ...manifestOf(format), ...wrong })).rejects.toMatchObject({
      code: "WRONG_MODEL",
      message: expect.stringMatching(message),
    });
  });
});

it("refuses a file that is no model", async () => {
  const bytes = Buffer.from("not a network");
  await writeFile(join(folder, "text.onnx"), bytes);
  await expect(open({ ...manifestOf("onnx"), file: "text.onnx", sha256: sha256(bytes) })).rejects.toMatchObject({
    code: "WRONG_MODEL",
  });
});

it("opens OpenFace weights under either runtime, as one model", { timeout: 120_000 }, async () => {
  const weights = await mkdtemp(join(tmpdir(), "openface-"));
  try {
    await writeOpenFaceFolder(weights, OPENFACE_FILES, randomOpenFaceTensors(OPENFACE_FILES, 4));
    const files = await readOpenFaceFiles(weights);
    const path = await written({
      id: "openface",
      licence: "Apache-2.0",
      source: "this test",
      format: "openface-csv",
      variant: "torch",
      file: join("..", weights.slice(tmpdir().length + 1)),
      sha256: sha256(...files.map(({ bytes }) => bytes)),
      alignment: { template: "box", margin: 0 },
      metric: "cosine",
      flip: true,
    });
    const [onnx, tfjs] = [await openEncoder(path), await openEncoder(path, { runtime: "tfjs" })];
    const face: RgbImage = { width: 96, height: 96, pixels: new Uint8Array(96 * 96 * 3).fill(130) };
    const [[ours], [theirs]] = [await onnx.embed([face]), await tfjs.embed([face])];
    expect(onnx.modelId).toBe(tfjs.modelId);
    expect(euclidean(ours!.values, theirs!.values)).toBeLessThan(1e-5);
    await Promise.all([onnx.close(), tfjs.close()]);
  } finally {
    await rm(weights, { recursive: true });
  }
});

it("takes the place of the built-in encoder on the way from photo to embedding", async () => {
  const [own, builtIn] = [
    await openNetworks({ models: [await written({ ...manifestOf("onnx"), metric: "cosine" })] }),
    await openNetworks(),
  ];
  const analyse = async (networks: typeof own) => {
    const analysis = await analysePhoto(networks, await samplePhoto(5), { selection: "LARGEST" });
    if (analysis.kind !== "face") throw new Error(analysis.kind);
    return analysis;
  };
  const [ours, theirs] = [await analyse(own), await analyse(builtIn)];
  expect(ours.face).toEqual(theirs.face);
  expect(ours.embedding.modelId).toMatch(/^tiny-onnx\./);
  expect(theirs.embedding.modelId).toBe(DLIB_MODEL_ID);

  const kept = await decodeImage(ours.chip);
  if (kept.kind !== "image") throw new Error(kept.message);
  const [again] = await own.encoder.embed([kept.image]);
  expect(again!.values).toEqual(ours.embedding.values);

  const gallery = new ExactGallery(DLIB_MODEL_ID, 128);
  expect(() => gallery.search(ours.embedding, 1)).toThrow(/cannot be compared/);
  await Promise.all([own.close(), builtIn.close()]);
});
