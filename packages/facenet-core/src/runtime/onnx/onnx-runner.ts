import { InferenceSession, Tensor } from "onnxruntime-node";
import { NETWORK_INPUT } from "../../models/network.js";
import type { ImageBatch, NetworkOutput, NetworkRunner } from "../network-runner.js";

/** One thread: parallelism comes from running several images at once. */
export const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  graphOptimizationLevel: "all",
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
};

/** Runs an exported network on the CPU. */
export async function createOnnxRunner(model: string | Uint8Array): Promise<NetworkRunner> {
  const session = await (typeof model === "string"
    ? InferenceSession.create(model, SESSION_OPTIONS)
    : InferenceSession.create(model, SESSION_OPTIONS));
  return {
    async run({ count, height, width, pixels }: ImageBatch): Promise<NetworkOutput> {
      const { result } = await session.run({ [NETWORK_INPUT]: new Tensor("uint8", pixels, [count, height, width, 3]) });
      if (!result) throw new Error("the network has no output named result");
      return { shape: result.dims, values: result.data as Float32Array };
    },
    close: () => session.release(),
  };
}
