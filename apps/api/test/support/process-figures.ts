import { readFile } from "node:fs/promises";

/** Memory of a process in MiB, resident now and at most so far; undefined where there is no /proc. */
export async function memoryMib(pid: number): Promise<{ now: number; peak: number } | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "latin1").catch(() => "");
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) / 1024;
  const [now, peak] = [mib("VmRSS"), mib("VmHWM")];
  return Number.isNaN(now) || Number.isNaN(peak) ? undefined : { now, peak };
}

/** Of Linux, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has taken, all of its threads; undefined where there is no /proc. */
export async function cpuSeconds(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // Fields 14 and 15; the second, a name in brackets, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isNaN(ticks) ? undefined : ticks / TICKS_PER_SECOND;
}
