import type { Runtime, RuntimeName } from "./runtime.js";

export interface RuntimeOptions {
  /** Default "onnx", the faster one. */
  readonly runtime?: RuntimeName | undefined;
  /** Folder of the exported networks; default: where the build puts them. Only "onnx" reads it. */
  readonly networksDir?: string | undefined;
}

/** Loads a runtime. Each is imported on demand, so that neither needs the other's libraries. */
export async function openRuntime({ runtime = "onnx", networksDir }: RuntimeOptions = {}): Promise<Runtime> {
  switch (runtime) {
    case "onnx":
      return (await import("./onnx/onnx-runtime.js")).openOnnxRuntime(networksDir);
    case "tfjs":
      return (await import("./tfjs/tfjs-runtime.js")).openTfjsRuntime();
    default:
      throw new RangeError(`unknown runtime "${runtime satisfies never}"`);
  }
}
