import { createHash, randomBytes } from "node:crypto";
import { link, readFile, unlink, writeFile } from "node:fs/promises";
import { DataDirInUseError } from "./errors.js";
import { processStartTime } from "./process-identity.js";

export interface InstanceLock {
  /** Idempotent. */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly startTime: string;
  readonly nonce: string;
}

/**
 * Takes the lock file `path` for this process, for the folder `dataDir` (named in the error alone).
 *
 * The file appears by `link`, which like the flag `wx` fails when the name exists, but shows the file with its content:
 * no reader ever meets an empty lock. A lock whose holder is gone is removed only by the one process that holds a second
 * lock named after its content. Without that, two processes that both read a dead holder's lock could each remove "it",
 * the slower one in truth the faster one's new lock, and both go on as owners.
 *
 * @throws DataDirInUseError when its holder is alive.
 */
export async function acquireInstanceLock(path: string, dataDir: string): Promise<InstanceLock> {
  const own = await describeSelf();
  for (;;) {
    if (await createWithContent(path, own)) return heldLock(path, own);
    const found = await readFile(path, "utf8").catch(ignoreMissing);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder !== undefined && (await isAlive(holder))) throw new DataDirInUseError(dataDir, holder.pid);
    await removeStale(path, found, dataDir);
  }
}

async function removeStale(path: string, content: string, dataDir: string): Promise<void> {
  const generation = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const claim = await acquireInstanceLock(`${path}.stale-${generation}`, dataDir);
  try {
    if ((await readFile(path, "utf8").catch(ignoreMissing)) === content) await unlink(path);
  } finally {
    await claim.release();
  }
}

function heldLock(path: string, content: string): InstanceLock {
  let held = true;
  return {
    async release() {
      if (!held) return;
      held = false;
      // Someone may have deleted the data folder under us and started afresh: never remove another's lock.
      if ((await readFile(path, "utf8").catch(ignoreMissing)) === content) await unlink(path).catch(ignoreMissing);
    },
  };
}

async function createWithContent(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, content, { flag: "wx", mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function describeSelf(): Promise<string> {
  const holder: Holder = {
    pid: process.pid,
    startTime: (await processStartTime(process.pid)) ?? "unknown",
    nonce: randomBytes(8).toString("hex"),
  };
  return `${JSON.stringify(holder)}\n`;
}

async function isAlive(holder: Holder): Promise<boolean> {
  const startTime = await processStartTime(holder.pid);
  if (startTime === undefined) return false;
  // Not being able to tell counts as alive: a refused start can be helped, a corrupted cluster cannot.
  return startTime === holder.startTime || startTime === "unknown" || holder.startTime === "unknown";
}

/** A lock nobody could have written, for example after a full disk, has no living holder. */
function parseHolder(content: string): Holder | undefined {
  try {
    const value = JSON.parse(content) as Partial<Holder>;
    const complete = Number.isInteger(value.pid) && Number(value.pid) > 0 && typeof value.startTime === "string";
    return complete ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
