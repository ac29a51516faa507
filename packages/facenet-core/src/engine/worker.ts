import { workerData } from "node:worker_threads";
import { type AnalyseOptions, type Analysis, analysePhoto } from "../pipeline.js";
import { type OpenedNetworks, openNetworks } from "../runtime/open-networks.js";
import type { RuntimeOptions } from "../runtime/open-runtime.js";

export type WorkerSettings = RuntimeOptions;

/** What a thread has loaded. */
export type WorkerReport = Pick<OpenedNetworks, "backend">;

export interface AnalyseTask {
  readonly photo: Uint8Array;
  readonly options: AnalyseOptions;
}

const networks = await openNetworks(workerData as WorkerSettings);

/** Without a task it only says what the thread has loaded. */
export default async function run(task: AnalyseTask | undefined): Promise<Analysis | WorkerReport> {
  return task ? analysePhoto(networks, task.photo, task.options) : { backend: networks.backend };
}
