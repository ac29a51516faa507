import { cpus, loadavg, release, totalmem, type } from "node:os";

/** What figures of speed depend on. Properties alone: no name of the machine, no path. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
  /** Processes that ran or waited to run, over the minute before; 0 on Windows, which does not tell. */
  readonly load: number;
}

export function thisMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    // The rest of a kernel's version may name who built it.
    os: `${type()} ${/^\d+\.\d+/.exec(release())?.[0] ?? ""} ${process.arch}`,
    node: process.versions.node,
    load: Math.round(10 * loadavg()[0]!) / 10,
  };
}

/** A build that has just ended does not make a machine busy; others who wait for the same processors do. */
const BUSY_LOAD_PER_CORE = 1.5;

/** What to tell a reader of times that were measured while others used the machine; undefined where nobody did. */
export function busyNote({ load, cores }: Machine): string | undefined {
  if (load <= BUSY_LOAD_PER_CORE * cores) return undefined;
  return `The machine was busy with other work (load ${load} on ${cores} cores when the run began), so times are too long.`;
}
