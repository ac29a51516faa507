import { cpus, release, totalmem, type } from "node:os";

/** What figures of speed depend on. Properties alone: no name of the machine, no path. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
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
  };
}
