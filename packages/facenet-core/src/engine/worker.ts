import { parentPort, workerData } from "node:worker_threads";
import { type AnalyseOptions, type Analysis, analysePhoto } from "../pipeline.js";
import { type NetworkOptions, type OpenedNetworks, openNetworks } from "../runtime/open-networks.js";
import { type HelpWanted, withHelpers } from "./shared-steps.js";

export interface WorkerSettings extends NetworkOptions {
  /** Threads that help with large photos. */
  readonly helpers: number;
}

export interface LoadedModel {
  readonly modelId: string;
  readonly dimension: number;
}

/** What a thread has loaded. */
export interface WorkerReport extends Pick<OpenedNetworks, "backend"> {
  readonly models: readonly LoadedModel[];
}

export interface AnalyseTask {
  readonly photo: Uint8Array;
  readonly modelId: string | undefined;
  readonly options: AnalyseOptions;
}

const { helpers, ...options } = workerData as WorkerSettings;
const networks = await openNetworks(options);
// Without helpers nothing needs to lie in memory that they could see.
const finders = helpers > 0 ? { ...networks, doSteps: withHelpers(networks, helpers, askForHelp) } : networks;

function askForHelp(wanted: HelpWanted): void {
  parentPort!.postMessage(wanted, [...wanted.ports]);
}

/** Without a task it only says what the thread has loaded. */
export default async function run(task: AnalyseTask | undefined): Promise<Analysis | WorkerReport> {
  const { backend, encoders } = networks;
  if (!task)
    return { backend, models: [...encoders.values()].map(({ modelId, dimension }) => ({ modelId, dimension })) };
  const encoder = task.modelId === undefined ? networks.encoder : encoders.get(task.modelId);
  if (!encoder) throw new RangeError(`the model ${task.modelId} is not loaded`);
  return analysePhoto({ ...finders, encoder }, task.photo, task.options);
}
