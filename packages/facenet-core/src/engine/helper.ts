import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openRuntime } from "../runtime/open-runtime.js";
import { type SharedSteps, takeSteps } from "./shared-steps.js";
import type { WorkerSettings } from "./worker.js";

/*
 * A thread that helps the engine's others with large photos; see shared-steps.ts. It has only the networks that find faces,
 * and says once that it is ready.
 */

export interface HelpTask {
  readonly work: SharedSteps;
  readonly port: MessagePort;
}

const { openBuiltIn } = await openRuntime(workerData as WorkerSettings);
const [detector, skim] = await Promise.all([openBuiltIn("detector"), openBuiltIn("skim")]);

parentPort!.on("message", async ({ work, port }: HelpTask) => {
  // The thread that asked does again what fails here, and says what is wrong.
  port.postMessage(await takeSteps({ detector, skim }, work).catch(() => []));
});
parentPort!.postMessage("ready");
