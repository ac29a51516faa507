import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LatencyAnswer, LatencyTask } from "./latency-child.js";

export interface Latency {
  /** From the start of a process to its first embedding. */
  readonly coldStartMs: number;
  readonly totals: readonly number[];
  readonly stages: Readonly<Record<string, readonly number[]>>;
  readonly rssBytes: number;
}

/** Runs a task in a process of its own: what else this one holds counts neither as memory nor as time. */
export function measureLatency(task: LatencyTask): Promise<Latency> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    // Standard output belongs to the report.
    const child = fork(fileURLToPath(new URL("./latency-child.js", import.meta.url)), [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    let coldStartMs = Number.NaN;
    let result: Latency | undefined;
    child.on("message", (message: LatencyAnswer) => {
      if (message.kind === "first") coldStartMs = performance.now() - begun;
      else {
        const { totals, stages, rssBytes } = message;
        result = { coldStartMs, totals, stages, rssBytes };
      }
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (result) resolve(result);
      else reject(new Error(`The process that measures time ended with ${code}.`));
    });
    child.send(task);
  });
}
