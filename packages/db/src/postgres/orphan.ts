import { execFile } from "node:child_process";
import { readFile, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { endedByStartTime, endPostmaster } from "./child-process.js";
import { CHILD_ENV, processStartTime } from "./process-identity.js";

const run = promisify(execFile);

/**
 * Ends a postmaster left over from an owner that was killed. To be called only while holding the lock of the data
 * folder, which proves that no living owner has any use for it.
 *
 * @returns its pid, or undefined when there was none.
 */
export async function endOrphanedPostmaster(
  clusterDir: string,
  log: (message: string) => void,
): Promise<number | undefined> {
  const pid = await readPostmasterPid(clusterDir);
  if (pid === undefined || pid === process.pid) return undefined;
  const startTime = await processStartTime(pid);
  if (startTime === undefined || !(await isPostmasterOf(pid, clusterDir))) return undefined;
  log(`Stopping PostgreSQL process ${pid}, left running by an owner that was killed.`);
  await endPostmaster(pid, endedByStartTime(pid, startTime));
  return pid;
}

/** The first line of postmaster.pid; negative for a stand-alone backend, which initdb alone uses. */
async function readPostmasterPid(clusterDir: string): Promise<number | undefined> {
  const content = await readFile(join(clusterDir, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(content.split("\n", 1)[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** The pid in the file may have been reused by anything, so the process itself is asked what it is and where. */
async function isPostmasterOf(pid: number, clusterDir: string): Promise<boolean> {
  const folder = await realpath(clusterDir);
  if (process.platform === "linux") {
    const name = (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim();
    // A postmaster makes its data folder its working directory.
    const workingDir = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    return name === "postgres" && workingDir === folder;
  }
  const listed = await run("ps", ["-ww", "-o", "command=", "-p", String(pid)], { env: CHILD_ENV }).catch(() => undefined);
  return listed !== undefined && listed.stdout.includes("postgres") && listed.stdout.includes(`-D ${folder} `);
}
