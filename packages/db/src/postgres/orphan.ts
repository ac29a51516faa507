import { execFile } from "node:child_process";
import { readFile, readlink, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { endedByStartTime, endPostmaster } from "./child-process.js";
import { CHILD_ENV, processExists, processStartTime } from "./process-identity.js";

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
  if (pid === undefined) return undefined;
  const startTime = await processStartTime(pid);
  const isOrphan = startTime !== undefined && (await isPostmasterOf(pid, clusterDir));
  if (isOrphan) {
    log(`Stopping PostgreSQL process ${pid}, left running by an owner that was killed.`);
    await endPostmaster(pid, endedByStartTime(pid, startTime));
  }
  await freeReusedPid(clusterDir);
  return isOrphan ? pid : undefined;
}

/**
 * PostgreSQL refuses to start while the pid in postmaster.pid is taken, were it by another program of the same user (in
 * a container restarted after a kill, pids come round at once) or by a zombie that nobody reaps. Now that no postmaster
 * has it, the number is replaced by one that no process can have. Deleting the file would be easier and wrong: its other
 * lines let PostgreSQL find back-ends of the dead postmaster that still use the data.
 */
async function freeReusedPid(clusterDir: string): Promise<void> {
  const pid = await readPostmasterPid(clusterDir);
  if (pid === undefined || !processExists(pid)) return;
  const path = join(clusterDir, "postmaster.pid");
  const lines = (await readFile(path, "utf8")).split("\n");
  // In place, which keeps the owner of the file.
  await writeFile(path, [IMPOSSIBLE_PID, ...lines.slice(1)].join("\n"));
}

/** The largest signed 32-bit integer; Linux ends at 2^22 (proc_sys_kernel(5)), macOS at 99999. */
const IMPOSSIBLE_PID = 2_147_483_647;

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
  const listed = await run("ps", ["-ww", "-o", "command=", "-p", String(pid)], { env: CHILD_ENV }).catch(
    () => undefined,
  );
  const command = listed?.stdout ?? "";
  return command.includes("postgres") && command.includes(`-D ${folder} `);
}
