import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { processStartTime } from "./process-identity.js";

/** How long PostgreSQL gets for a fast shutdown, which writes a checkpoint, before the next, ruder signal. */
export const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/**
 * Ends a postmaster: SIGINT (fast: sessions are ended, a checkpoint is written), then SIGQUIT (immediate: the next start
 * recovers from the log), then SIGKILL. Only a pid known to be the postmaster meant may be given.
 */
export async function endPostmaster(pid: number, hasEnded: () => Promise<boolean>): Promise<void> {
  const steps: readonly [NodeJS.Signals, number][] = [
    ["SIGINT", FAST_SHUTDOWN_MS],
    ["SIGQUIT", IMMEDIATE_SHUTDOWN_MS],
    ["SIGKILL", IMMEDIATE_SHUTDOWN_MS],
  ];
  for (const [signal, patienceMs] of steps) {
    if (await hasEnded()) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
      throw error;
    }
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline) {
      if (await hasEnded()) return;
      await sleep(20);
    }
  }
  throw new Error(`PostgreSQL process ${pid} does not end, not even by SIGKILL.`);
}

/** For a postmaster that is not our child: it has ended when its pid is free or belongs to another process. */
export function endedByStartTime(pid: number, startTime: string): () => Promise<boolean> {
  return async () => (await processStartTime(pid)) !== startTime;
}

/** For our own child, whose exit Node reports. */
export function endedByExit(child: ChildProcess): () => Promise<boolean> {
  return async () => child.exitCode !== null || child.signalCode !== null;
}
