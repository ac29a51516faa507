import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CHILD_ENV } from "./process-identity.js";
import type { SystemUser } from "./system-user.js";

const run = promisify(execFile);

/**
 * Whether `user` can pass through `folder`. Asked by doing it as that user: reading the mode bits of every parent would
 * miss access lists, mount options and what a network file system decides for itself.
 */
export async function canEnter(folder: string, user: SystemUser | undefined): Promise<boolean> {
  return succeedsAs(user, 'cd -- "$1"', folder);
}

/** Whether `user` can run the PostgreSQL below `root`, libraries included. */
export async function canRunPostgres(root: string, user: SystemUser | undefined): Promise<boolean> {
  return succeedsAs(
    user,
    'test -r "$1/native/share/postgresql/postgres.bki" && "$1/native/bin/postgres" --version && "$1/native/bin/initdb" --version',
    root,
  );
}

async function succeedsAs(user: SystemUser | undefined, script: string, argument: string): Promise<boolean> {
  try {
    await run("/bin/sh", ["-c", script, "sh", argument], { ...user, cwd: "/", env: CHILD_ENV });
    return true;
  } catch {
    return false;
  }
}
