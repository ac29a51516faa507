import type { Runtime } from "../runtime.js";
import { defaultNetworksDir, networkPath } from "./export.js";
import { createOnnxRunner } from "./onnx-runner.js";
import { serializeOnnx } from "./serialize.js";

/** Runs the exported networks in `networksDir`, and other descriptions by serialising them. */
export function openOnnxRuntime(networksDir = defaultNetworksDir): Runtime {
  return {
    backend: "onnxruntime",
    openBuiltIn: (which) => createOnnxRunner(networkPath(networksDir, which)),
    open: (network) => createOnnxRunner(serializeOnnx(network)),
  };
}
