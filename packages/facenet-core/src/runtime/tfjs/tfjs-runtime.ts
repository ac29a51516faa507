import { loadBuiltIn } from "../../models/built-in.js";
import type { Runtime } from "../runtime.js";
import { loadTensorFlow } from "./load-tensorflow.js";
import { createTfjsRunner } from "./tfjs-runner.js";

/** Executes descriptions with the best TensorFlow.js that loads; weights are read from their package. */
export async function openTfjsRuntime(): Promise<Runtime> {
  const { tf, backend } = await loadTensorFlow();
  return {
    backend,
    openBuiltIn: async (which) => createTfjsRunner(tf, await loadBuiltIn(which)),
    open: async (network) => createTfjsRunner(tf, network),
  };
}
