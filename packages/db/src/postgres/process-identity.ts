import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** PATH and locale of every child: nothing of our own environment, whose secrets PostgreSQL has no need of. */
export const CHILD_ENV: Readonly<Record<string, string>> = {
  PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
  LANG: "C",
  LC_ALL: "C",
  TZ: "UTC",
};

/**
 * When a process started, in whatever unit the system gives: only equality means something. A pid alone does not name a
 * process, since pids are reused (in a container the same small ones after every restart).
 *
 * @returns undefined when no such process runs, or only its zombie is left.
 */
export async function processStartTime(pid: number): Promise<string | undefined> {
  if (!processExists(pid)) return undefined;
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
    if (stat !== undefined) {
      // The second field, the command, is in parentheses and may itself hold spaces and parentheses.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // proc_pid_stat(5): state is field 3 and starttime field 22 of the line, 0 and 19 here.
      return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
    }
  }
  const listed = await run("ps", ["-o", "state=,lstart=", "-p", String(pid)], { env: CHILD_ENV }).catch(
    () => undefined,
  );
  if (listed === undefined) return processExists(pid) ? "unknown" : undefined;
  const [state, ...start] = listed.stdout.trim().split(/\s+/);
  return state === undefined || state === "" || state.startsWith("Z") ? undefined : start.join(" ");
}

/** Whether the pid is taken at all, be it by a zombie: what PostgreSQL goes by. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
