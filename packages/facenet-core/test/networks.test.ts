import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as tensorflow from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { packPicture } from "../src/embedding/model-input.js";
import {
  BUILT_IN_NETWORKS,
  type BuiltInNetwork,
  faceresPackageRoot,
  loadBuiltIn,
  weightsPackageRoot,
} from "../src/models/built-in.js";
import { NETWORK_HASHES } from "../src/models/network-hashes.js";
import { exportNetworks, networkPath } from "../src/runtime/onnx/export.js";
import { createOnnxRunner } from "../src/runtime/onnx/onnx-runner.js";
import { serializeOnnx } from "../src/runtime/onnx/serialize.js";
import { openTfjsModel } from "../src/runtime/tfjs/tfjs-model.js";
import { createTfjsRunner } from "../src/runtime/tfjs/tfjs-runner.js";
import { type FaceApi, loadFaceApi, wasmTensorFlow } from "./tensorflow.js";

const SIDES: Record<BuiltInNetwork, number> = { detector: 224, skim: 224, landmarks: 112, encoder: 150, faceres: 224 };

/**
 * Largest absolute difference allowed between this package's ONNX run and TensorFlow.js; seen: 2e-5 on detector outputs of
 * about 10, 1e-6 on landmarks in 0..1, 1e-6 on embeddings of norm 1.5, 5e-6 on those of faceres of norm 3.3.
 */
const TOLERANCE: Record<BuiltInNetwork, number> = {
  detector: 1e-4,
  skim: 1e-4,
  landmarks: 1e-5,
  encoder: 1e-5,
  faceres: 5e-5,
};

/** Smooth, varied and repeatable: a picture that drives all channels without being a face. */
function testImages(side: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count * side * side * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % side;
    const y = Math.floor(i / 3 / side);
    return 127 + 90 * Math.sin(x / 9 + (i % 3)) * Math.cos(y / 7) + 37 * Math.sin((x * y) / 300);
  });
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
};

describe("export", () => {
  it.each(BUILT_IN_NETWORKS)("gives the recorded bytes for the %s", async (which) => {
    const bytes = serializeOnnx(await loadBuiltIn(which));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(NETWORK_HASHES[which]);
  });

  it("writes what is missing or damaged, and nothing else", async () => {
    const dir = await mkdtemp(join(tmpdir(), "networks-"));
    try {
      expect((await exportNetworks(dir)).written).toEqual(BUILT_IN_NETWORKS);
      expect((await exportNetworks(dir)).written).toEqual([]);
      await writeFile(networkPath(dir, "landmarks"), "damaged");
      expect((await exportNetworks(dir)).written).toEqual(["landmarks"]);
      expect((await readFile(networkPath(dir, "landmarks"))).length).toBeGreaterThan(1_000_000);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});

describe("parity with TensorFlow.js", () => {
  let tf: typeof tensorflow;
  let faceApi: FaceApi;
  beforeAll(async () => {
    tf = await wasmTensorFlow();
    const root = weightsPackageRoot();
    faceApi = loadFaceApi(root);
    const { tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
    for (const net of [tinyFaceDetector, faceLandmark68Net, faceRecognitionNet])
      await net.loadFromDisk(join(root, "model"));
  });

  /** What the weight packages' own networks give for one picture. The skim is none of them: see the comparison below. */
  const original: Record<Exclude<BuiltInNetwork, "skim">, (pixels: Uint8Array) => Promise<ArrayLike<number>>> = {
    detector: (pixels) =>
      faceApi.nets.tinyFaceDetector.forwardInput(netInput(pixels, SIDES.detector), SIDES.detector).data(),
    landmarks: (pixels) => faceApi.nets.faceLandmark68Net.runNet(netInput(pixels, SIDES.landmarks)).data(),
    encoder: (pixels) => faceApi.nets.faceRecognitionNet.forwardInput(netInput(pixels, SIDES.encoder)).data(),
    faceres: async (pixels) => {
      const folder = join(faceresPackageRoot(), "models");
      const files = {
        json: await readFile(join(folder, "faceres.json")),
        weights: [await readFile(join(folder, "faceres.bin"))],
      };
      const side = SIDES.faceres;
      const ports = { input: "input_1", output: "global_pooling/Mean" };
      const model = await openTfjsModel(tf, "tfjs-graph", files, [1, side, side, 3], ports);
      const normalisation = { kind: "fixed", mean: [103.939, 116.779, 123.68], scale: [1, 1, 1] } as const;
      const picture = packPicture(
        { width: side, height: side, pixels },
        { layout: "NHWC", channels: "BGR", normalisation },
      );
      const values = await model.run(picture);
      await model.close();
      return values;
    },
  };
  const netInput = (pixels: Uint8Array, side: number) =>
    new faceApi.NetInput([tf.tensor3d(pixels, [side, side, 3], "int32")]);

  it.each(Object.keys(original) as (keyof typeof original)[])(
    "the %s agrees with the weight package's own network",
    async (which) => {
      const side = SIDES[which];
      const pixels = testImages(side, 1);
      const onnx = await createOnnxRunner(serializeOnnx(await loadBuiltIn(which)));
      const ours = await onnx.run({ count: 1, width: side, height: side, pixels });
      expect(largestDifference(ours.values, await original[which](pixels))).toBeLessThan(TOLERANCE[which]);
      expect(Math.max(...ours.values.map(Math.abs))).toBeGreaterThan(0.1);
      await onnx.close();
    },
  );

  it.each(BUILT_IN_NETWORKS)(
    "the %s agrees with the same description run by TensorFlow.js, in a batch",
    async (which) => {
      const side = SIDES[which];
      const batch = { count: 3, width: side, height: side, pixels: testImages(side, 3) };
      const network = await loadBuiltIn(which);
      const onnx = await createOnnxRunner(serializeOnnx(network));
      const tfjs = createTfjsRunner(tf, network);
      const [ours, theirs] = [await onnx.run(batch), await tfjs.run(batch)];
      expect(ours.shape).toEqual(theirs.shape);
      expect(largestDifference(ours.values, theirs.values)).toBeLessThan(TOLERANCE[which]);
      await Promise.all([onnx.close(), tfjs.close()]);
    },
  );
});
