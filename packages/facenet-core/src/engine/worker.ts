import { workerData } from "node:worker_threads";
import { type AnalyseOptions, type Analysis, analysePhoto } from "../pipeline.js";
import { type NetworkOptions, type OpenedNetworks, openNetworks } from "../runtime/open-networks.js";

export type WorkerSettings = NetworkOptions;

/** What a thread has loaded. */
export interface WorkerReport extends Pick<OpenedNetworks, "backend"> {
  readonly modelId: string;
}

export interface AnalyseTask {
  readonly photo: Uint8Array;
  readonly options: AnalyseOptions;
}

const networks = await openNetworks(workerData as WorkerSettings);

/** Without a task it only says what the thread has loaded. */
export default async function run(task: AnalyseTask | undefined): Promise<Analysis | WorkerReport> {
  return task
    ? analysePhoto(networks, task.photo, task.options)
    : { backend: networks.backend, modelId: networks.encoder.modelId };
}
