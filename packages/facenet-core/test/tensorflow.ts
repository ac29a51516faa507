import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as tensorflow from "@tensorflow/tfjs";

const require = createRequire(import.meta.url);

/** TensorFlow.js on its WASM backend. Loaded with require so that face-api, which does the same, shares the instance. */
export async function wasmTensorFlow(): Promise<typeof tensorflow> {
  const tf = require("@tensorflow/tfjs") as typeof tensorflow;
  const wasm = require("@tensorflow/tfjs-backend-wasm") as { setWasmPaths(prefix: string): void };
  wasm.setWasmPaths(`${join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist")}/`);
  await tf.setBackend("wasm");
  await tf.ready();
  return tf;
}

/** TensorFlow.js on its plain JavaScript backend: slow, with every kernel there is. */
export async function cpuTensorFlow(): Promise<typeof tensorflow> {
  const tf = require("@tensorflow/tfjs") as typeof tensorflow;
  await tf.setBackend("cpu");
  await tf.ready();
  return tf;
}

interface FaceApiNet {
  loadFromDisk(folder: string): Promise<void>;
}

/** The package's own networks, as far as the parity tests need them. */
export interface FaceApi {
  readonly NetInput: new (inputs: tensorflow.Tensor4D[] | tensorflow.Tensor3D[], isBatch?: boolean) => object;
  readonly nets: {
    readonly tinyFaceDetector: FaceApiNet & { forwardInput(input: object, size: number): tensorflow.Tensor };
    readonly faceLandmark68Net: FaceApiNet & { runNet(input: object): tensorflow.Tensor };
    readonly faceRecognitionNet: FaceApiNet & { forwardInput(input: object): tensorflow.Tensor };
  };
}

export function loadFaceApi(packageRoot: string): FaceApi {
  return require(join(packageRoot, "dist", "face-api.node-wasm.js")) as FaceApi;
}
