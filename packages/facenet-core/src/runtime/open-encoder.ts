import { dirname, join } from "node:path";
import type { FaceEncoder } from "../embedding/face-encoder.js";
import { manifestEncoder, type OpenedModel } from "../embedding/manifest-encoder.js";
import { packPicture } from "../embedding/model-input.js";
import { asBatch } from "../image/rgb-image.js";
import {
  assertHash,
  ModelError,
  type ModelManifest,
  readModelFile,
  readModelManifest,
} from "../models/model-manifest.js";
import { OPENFACE_DIMENSION, OPENFACE_INPUT_SIZE, openFaceNn4Small2 } from "../models/openface-nn4-small2.js";
import { parseOpenFaceWeights, readOpenFaceFiles, WeightFileError } from "../models/openface-weights.js";
import { openRuntime, type RuntimeOptions } from "./open-runtime.js";
import type { TensorRunner } from "./tensor-runner.js";

type OpenFaceManifest = Extract<ModelManifest, { format: "openface-csv" }>;
type TensorManifest = Exclude<ModelManifest, OpenFaceManifest>;

/**
 * Opens the model of a manifest (`docs/models.md`). ONNX files run under ONNX Runtime and TensorFlow.js models under
 * TensorFlow.js, whatever `options.runtime` says; OpenFace weights run under either.
 * @throws ModelError, or WeightFileError for a file of OpenFace weights
 */
export async function openEncoder(manifestPath: string, options: RuntimeOptions = {}): Promise<FaceEncoder> {
  const manifest = await readModelManifest(manifestPath);
  let model: OpenedModel | undefined;
  try {
    model = await (manifest.format === "openface-csv" ? openOpenFace(manifest, options) : openTensorModel(manifest));
    return await manifestEncoder(manifest, model);
  } catch (error) {
    await model?.close();
    if (error instanceof ModelError || error instanceof WeightFileError) throw error;
    // Whatever a runtime says of a file that it cannot use.
    throw new ModelError("WRONG_MODEL", manifest.path, error instanceof Error ? error.message : String(error));
  }
}

async function openOpenFace(manifest: OpenFaceManifest, options: RuntimeOptions): Promise<OpenedModel> {
  const files = await readOpenFaceFiles(manifest.path);
  assertHash(
    manifest,
    files.map(({ bytes }) => bytes),
  );
  const runtime = await openRuntime(options);
  const network = await runtime.open(openFaceNn4Small2(parseOpenFaceWeights(files), manifest.variant));
  return {
    width: OPENFACE_INPUT_SIZE,
    height: OPENFACE_INPUT_SIZE,
    dimension: OPENFACE_DIMENSION,
    run: async (picture) => (await network.run(asBatch([picture]))).values,
    close: () => network.close(),
  };
}

async function openTensorModel(manifest: TensorManifest): Promise<OpenedModel> {
  const { width, height } = manifest.input;
  const runner = await openTensorRunner(manifest);
  return {
    width,
    height,
    dimension: manifest.dimension,
    run: (picture) => runner.run(packPicture(picture, manifest.input)),
    close: () => runner.close(),
  };
}

/** The runtimes are imported on demand, so that neither needs the other's libraries. */
async function openTensorRunner(manifest: TensorManifest): Promise<TensorRunner> {
  const { path, format, input, output } = manifest;
  const shape = input.layout === "NCHW" ? [1, 3, input.height, input.width] : [1, input.height, input.width, 3];
  const ports = { input: input.name, output };
  const bytes = await readModelFile(path);
  if (format === "onnx") {
    assertHash(manifest, [bytes]);
    return (await import("./onnx/onnx-model.js")).openOnnxModel(bytes, shape, ports);
  }
  const { openTfjsModel, weightPathsOf } = await import("./tfjs/tfjs-model.js");
  const weights = await Promise.all(weightPathsOf(bytes).map((file) => readModelFile(join(dirname(path), file))));
  assertHash(manifest, [bytes, ...weights]);
  const { tf } = await (await import("./tfjs/load-tensorflow.js")).loadTensorFlow();
  return openTfjsModel(tf, format, { json: bytes, weights }, shape, ports);
}
