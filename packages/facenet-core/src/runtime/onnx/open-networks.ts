import type { Networks } from "../../pipeline.js";
import { defaultNetworksDir, networkPath } from "./export.js";
import { createOnnxRunner } from "./onnx-runner.js";

/** Opens the exported networks, one thread each. They belong to the calling thread. */
export async function openNetworks(dir = defaultNetworksDir): Promise<Networks> {
  const [detector, skim, landmarks, encoder] = await Promise.all([
    createOnnxRunner(networkPath(dir, "detector")),
    createOnnxRunner(networkPath(dir, "skim")),
    createOnnxRunner(networkPath(dir, "landmarks")),
    createOnnxRunner(networkPath(dir, "encoder")),
  ]);
  return { detector, skim, landmarks, encoder };
}
