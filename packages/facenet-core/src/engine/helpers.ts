import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { HelpTask } from "./helper.js";
import type { HelpWanted } from "./shared-steps.js";
import type { WorkerSettings } from "./worker.js";

export interface Helpers {
  /** Gives the work to each of them. */
  ask(wanted: HelpWanted): void;
  close(): Promise<void>;
}

/** Starts threads that help with large photos, and waits until they have their networks. */
export async function startHelpers(count: number, settings: WorkerSettings): Promise<Helpers> {
  const threads = Array.from(
    { length: count },
    () => new Worker(new URL("./helper.js", import.meta.url), { workerData: settings }),
  );
  await Promise.all(threads.map((thread) => once(thread, "message")));
  const alive = new Set(threads);
  for (const thread of threads) {
    // Without one of them large photos take longer, which is all.
    thread.on("error", () => undefined);
    thread.on("exit", () => alive.delete(thread));
    thread.unref();
  }
  return {
    ask({ work, ports }) {
      for (const [i, thread] of threads.entries()) {
        const port = ports[i];
        if (!port) continue;
        if (alive.has(thread)) thread.postMessage({ work, port } satisfies HelpTask, [port]);
        else port.close();
      }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
