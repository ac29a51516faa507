import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type * as tensorflow from "@tensorflow/tfjs";
import { seededRandom } from "../src/calibration/seeded-random.js";

/*
 * Models of one matrix, made at test time: they flatten their picture, row by row in their own layout, and multiply. So
 * a naive loop tells what they must give.
 */

export const TINY_SIDE = 16;
export const TINY_DIMENSION = 4;
const INPUTS = TINY_SIDE * TINY_SIDE * 3;

const random = seededRandom(9);
/** [768 x 4] */
export const TINY_MATRIX = Float32Array.from({ length: INPUTS * TINY_DIMENSION }, () => random() - 0.5);

export function timesTinyMatrix(picture: ArrayLike<number>): number[] {
  return Array.from({ length: TINY_DIMENSION }, (_, d) => {
    let sum = 0;
    for (let i = 0; i < INPUTS; i++) sum += picture[i]! * TINY_MATRIX[i * TINY_DIMENSION + d]!;
    return sum;
  });
}

export const sha256 = (...files: Uint8Array[]) => {
  const hash = createHash("sha256");
  for (const bytes of files) hash.update(bytes);
  return hash.digest("hex");
};

/** Flatten and MatMul with inputs `image` [1, 3, 16, 16] and outputs `embedding`; ONNX is protocol buffers, see onnx.proto3. */
export async function writeTinyOnnx(path: string): Promise<string> {
  const { LengthDelimited, Varint } = WireType;
  const message = (...fields: [number, Uint8Array | string | number][]) => {
    const writer = new BinaryWriter();
    for (const [field, value] of fields) {
      if (typeof value === "number") writer.tag(field, Varint).int64(value);
      else if (typeof value === "string") writer.tag(field, LengthDelimited).string(value);
      else writer.tag(field, LengthDelimited).bytes(value);
    }
    return writer.finish();
  };
  const valueInfo = (name: string, shape: number[]) => {
    const dimensions = message(...shape.map((size) => [1, message([1, size])] as [number, Uint8Array]));
    return message([1, name], [2, message([1, message([1, 1], [2, dimensions])])]);
  };
  const matrix = message(
    [1, INPUTS],
    [1, TINY_DIMENSION],
    [2, 1],
    [8, "matrix"],
    [9, new Uint8Array(TINY_MATRIX.buffer)],
  );
  const graph = message(
    [1, message([1, "image"], [2, "flat"], [4, "Flatten"])],
    [1, message([1, "flat"], [1, "matrix"], [2, "embedding"], [4, "MatMul"])],
    [2, "tiny"],
    [5, matrix],
    [11, valueInfo("image", [1, 3, TINY_SIDE, TINY_SIDE])],
    [12, valueInfo("embedding", [1, TINY_DIMENSION])],
  );
  const bytes = message([1, 8], [7, graph], [8, message([2, 13])]);
  await writeFile(path, bytes);
  return sha256(bytes);
}

async function writeTfjs(folder: string, name: string, json: object, weights: Uint8Array): Promise<string> {
  const text = Buffer.from(JSON.stringify(json));
  await writeFile(join(folder, `${name}.json`), text);
  await writeFile(join(folder, `${name}.bin`), weights);
  return sha256(text, weights);
}

/** Saved by TensorFlow.js itself. */
export async function writeTinyLayers(tf: typeof tensorflow, folder: string, name: string): Promise<string> {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [TINY_SIDE, TINY_SIDE, 3] }),
      tf.layers.dense({ units: TINY_DIMENSION, useBias: false }),
    ],
  });
  model.setWeights([tf.tensor2d(TINY_MATRIX, [INPUTS, TINY_DIMENSION])]);
  let hash = "";
  await model.save({
    save: async ({ modelTopology, weightSpecs, weightData }) => {
      const json = {
        format: "layers-model",
        modelTopology,
        weightsManifest: [{ paths: [`${name}.bin`], weights: weightSpecs }],
      };
      hash = await writeTfjs(folder, name, json, new Uint8Array(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    },
  });
  model.dispose();
  return hash;
}

/** What the converter of TensorFlow.js writes for Reshape and MatMul. */
export async function writeTinyGraph(folder: string, name: string): Promise<string> {
  const type = (value: string) => ({ type: value });
  const size = (value: number) => ({ size: String(value) });
  const shape = Int32Array.of(-1, INPUTS);
  const node = [
    {
      name: "picture",
      op: "Placeholder",
      attr: { dtype: type("DT_FLOAT"), shape: { shape: { dim: [-1, TINY_SIDE, TINY_SIDE, 3].map(size) } } },
    },
    {
      name: "shape",
      op: "Const",
      attr: { dtype: type("DT_INT32"), value: { tensor: { dtype: "DT_INT32", tensorShape: { dim: [size(2)] } } } },
    },
    {
      name: "matrix",
      op: "Const",
      attr: {
        dtype: type("DT_FLOAT"),
        value: { tensor: { dtype: "DT_FLOAT", tensorShape: { dim: [size(INPUTS), size(TINY_DIMENSION)] } } },
      },
    },
    {
      name: "flat",
      op: "Reshape",
      input: ["picture", "shape"],
      attr: { T: type("DT_FLOAT"), Tshape: type("DT_INT32") },
    },
    {
      name: "embedding",
      op: "MatMul",
      input: ["flat", "matrix"],
      attr: { T: type("DT_FLOAT"), transpose_a: { b: false }, transpose_b: { b: false } },
    },
  ];
  const weights = [
    { name: "shape", shape: [2], dtype: "int32" },
    { name: "matrix", shape: [INPUTS, TINY_DIMENSION], dtype: "float32" },
  ];
  const json = {
    format: "graph-model",
    modelTopology: { node, library: {}, versions: {} },
    weightsManifest: [{ paths: [`${name}.bin`], weights }],
  };
  return writeTfjs(
    folder,
    name,
    json,
    Buffer.concat([new Uint8Array(shape.buffer), new Uint8Array(TINY_MATRIX.buffer)]),
  );
}
