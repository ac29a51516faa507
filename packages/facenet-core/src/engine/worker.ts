import { workerData } from "node:worker_threads";
import { type AnalyseOptions, type Analysis, analysePhoto } from "../pipeline.js";
import { openNetworks } from "../runtime/onnx/open-networks.js";

export interface WorkerSettings {
  readonly networksDir?: string;
}

export interface AnalyseTask {
  readonly photo: Uint8Array;
  readonly options: AnalyseOptions;
}

const settings = workerData as WorkerSettings;
const networks = await openNetworks(settings.networksDir);

/** A task without a photo only asks whether the thread's networks are loaded. */
export default async function run(task: AnalyseTask | undefined): Promise<Analysis | undefined> {
  return task && analysePhoto(networks, task.photo, task.options);
}
