import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, truncate, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as tensorflow from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../src/calibration/seeded-random.js";
import { decodeImage } from "../src/image/decode.js";
import { asBatch } from "../src/image/rgb-image.js";
import {
  OPENFACE_DIMENSION,
  OPENFACE_INPUT_SIZE,
  type OpenFaceVariant,
  openFaceNn4Small2,
} from "../src/models/openface-nn4-small2.js";
import {
  OPENFACE_FILES,
  parseOpenFaceWeights,
  readOpenFaceFiles,
  WeightFileError,
} from "../src/models/openface-weights.js";
import type { WeightMap } from "../src/models/weight-manifest.js";
import { createOnnxRunner } from "../src/runtime/onnx/onnx-runner.js";
import { serializeOnnx } from "../src/runtime/onnx/serialize.js";
import { createTfjsRunner } from "../src/runtime/tfjs/tfjs-runner.js";
import { euclidean, norm, normalized } from "../src/vector/index.js";
import { type OpenFaceTensors, randomOpenFaceTensors, writeOpenFaceFolder } from "./openface-folder.js";
import { kerasOpenFace } from "./openface-keras.js";
import { wasmTensorFlow } from "./tensorflow.js";

const readOpenFaceWeights = async (folder: string) => parseOpenFaceWeights(await readOpenFaceFiles(folder));

const PIXELS = OPENFACE_INPUT_SIZE * OPENFACE_INPUT_SIZE * 3;

describe("OpenFace nn4.small2 with random weights", () => {
  let folder: string;
  let tensors: OpenFaceTensors;
  let weights: WeightMap;
  let tf: typeof tensorflow;
  const random = seededRandom(3);
  const batch = {
    count: 2,
    width: OPENFACE_INPUT_SIZE,
    height: OPENFACE_INPUT_SIZE,
    pixels: Uint8Array.from({ length: 2 * PIXELS }, () => 256 * random()),
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "openface-"));
    tensors = randomOpenFaceTensors(OPENFACE_FILES, 11);
    await writeOpenFaceFolder(folder, OPENFACE_FILES, tensors);
    weights = await readOpenFaceWeights(folder);
    tf = await wasmTensorFlow();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const rows = (values: Float32Array) =>
    [0, 1].map((i) => values.subarray(i * OPENFACE_DIMENSION, (i + 1) * OPENFACE_DIMENSION));
  const onnx = async (variant: OpenFaceVariant) => {
    const runner = await createOnnxRunner(serializeOnnx(openFaceNn4Small2(weights, variant)));
    const output = await runner.run(batch);
    await runner.close();
    return output;
  };

  it("has 3,743,280 parameters in 224 files", () => {
    expect(OPENFACE_FILES).toHaveLength(224);
    expect(weights.parameterCount).toBe(3_743_280);
  });

  it.each<OpenFaceVariant>(["course", "torch"])(
    "gives the same unit embeddings under both runtimes (%s)",
    async (variant) => {
      const ours = await onnx(variant);
      const runner = createTfjsRunner(tf, openFaceNn4Small2(weights, variant));
      const theirs = await runner.run(batch);
      await runner.close();
      expect(ours.shape).toEqual([2, OPENFACE_DIMENSION]);
      expect(theirs.shape).toEqual([2, OPENFACE_DIMENSION]);
      for (const [i, row] of rows(ours.values).entries()) {
        expect(norm(row)).toBeCloseTo(1, 5);
        expect(euclidean(row, rows(theirs.values)[i]!)).toBeLessThan(1e-5);
      }
      expect(euclidean(rows(ours.values)[0]!, rows(ours.values)[1]!)).toBeGreaterThan(1e-3);
    },
  );

  it("computes what the same weights give in Keras layers, unfolded", async () => {
    const keras = kerasOpenFace(tf, tensors);
    expect(keras.countParams()).toBe(3_743_280);
    const input = tf.tensor4d(
      Float32Array.from(batch.pixels, (value) => value / 255),
      [2, 96, 96, 3],
    );
    const expected = (await (keras.predict(input) as tensorflow.Tensor).data()) as Float32Array;
    const { values } = await onnx("course");
    for (const [i, row] of rows(values).entries())
      expect(euclidean(row, normalized(rows(expected)[i]!))).toBeLessThan(1e-5);
    keras.dispose();
  });

  it("tells the two variants apart", async () => {
    const [course, torch] = [await onnx("course"), await onnx("torch")];
    expect(euclidean(rows(course.values)[0]!, rows(torch.values)[0]!)).toBeGreaterThan(1e-2);
  });

  describe("a damaged folder", () => {
    const problem = async (): Promise<WeightFileError> => {
      const error = await readOpenFaceWeights(folder).catch((thrown: unknown) => thrown);
      if (!(error instanceof WeightFileError)) throw new Error(`expected a WeightFileError, got ${error}`);
      return error;
    };
    const bias = () => join(folder, "bn1_m.csv");
    let good: Buffer;
    beforeAll(async () => {
      good = await readFile(bias());
    });

    it("is refused with the name of the missing file", async () => {
      await unlink(bias());
      expect(await problem()).toMatchObject({ code: "MISSING", file: bias() });
    });
    it("is refused with both counts where numbers are missing", async () => {
      await writeFile(bias(), "1,2\n3\n");
      expect(await problem()).toMatchObject({
        code: "WRONG_LENGTH",
        message: expect.stringMatching(/3 numbers, expected 64/),
      });
    });
    it.each(["", "abc", "nan", "0x10", "1 2"])("is refused with the place of a %j among the numbers", async (token) => {
      const tokens = good.toString().trim().split("\n");
      tokens[4] = token;
      await writeFile(bias(), tokens.join("\n"));
      expect(await problem()).toMatchObject({ code: "NOT_A_NUMBER", message: expect.stringMatching(/value 5 /) });
    });
    it("is refused when a file is empty", async () => {
      await truncate(bias());
      expect(await problem()).toMatchObject({ code: "WRONG_LENGTH" });
    });
  });
});

const folder = process.env.OPENFACE_WEIGHTS;
const course = process.env.FACENET_TEST_DATA && join(process.env.FACENET_TEST_DATA, "course");
const absent = !folder || !course || !existsSync(course);

describe.skipIf(absent)(
  `OpenFace nn4.small2 with its published weights${absent ? " (skipped: OPENFACE_WEIGHTS and FACENET_TEST_DATA with course/ are not set)" : ""}`,
  () => {
    it.each([
      ["camera_0", "younes", 0.65939],
      ["camera_2", "kian", 0.86224],
    ])("is %s from %s as far as the exercise documents", async (first, second, distance) => {
      const runner = await createOnnxRunner(
        serializeOnnx(openFaceNn4Small2(await readOpenFaceWeights(folder!), "course")),
      );
      const images = await Promise.all(
        [first, second].map(async (name) => {
          const decoded = await decodeImage(await readFile(join(course!, `${name}.jpg`)));
          if (decoded.kind !== "image") throw new Error(decoded.message);
          return decoded.image;
        }),
      );
      const { values } = await runner.run(asBatch(images));
      const embeddings = [values.subarray(0, OPENFACE_DIMENSION), values.subarray(OPENFACE_DIMENSION)] as const;
      // Decoders of JPEG differ by a step of brightness here and there.
      expect(Math.abs(euclidean(...embeddings) - distance)).toBeLessThan(2e-3);
    });
  },
);
