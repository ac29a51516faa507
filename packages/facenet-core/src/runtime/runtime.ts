import type { BuiltInNetwork } from "../models/built-in.js";
import type { Network } from "../models/network.js";
import type { NetworkRunner } from "./network-runner.js";

/** "onnx": exported files under ONNX Runtime. "tfjs": the descriptions themselves under TensorFlow.js. */
export type RuntimeName = "onnx" | "tfjs";

/** What computes in the end: ONNX Runtime, or TensorFlow.js with native TensorFlow, WebAssembly or plain JavaScript. */
export type Backend = "onnxruntime" | "tensorflow" | "wasm" | "cpu";

/** Port: opens networks for one way of executing them. Runners belong to the calling thread. */
export interface Runtime {
  readonly backend: Backend;
  openBuiltIn(which: BuiltInNetwork): Promise<NetworkRunner>;
  open(network: Network): Promise<NetworkRunner>;
}
