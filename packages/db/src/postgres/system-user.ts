import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { EmbeddedPostgresUnavailableError } from "./errors.js";
import { CHILD_ENV } from "./process-identity.js";

const run = promisify(execFile);

/** Whom PostgreSQL runs as. `undefined` in place of this: as ourselves, an ordinary user. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = "postgres";

/** PostgreSQL refuses to run as root; everyone else runs it as themselves. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The system user `postgres`, created when there is none.
 *
 * @throws EmbeddedPostgresUnavailableError when it can be neither found nor created.
 */
export async function ensurePostgresUser(log: (message: string) => void): Promise<SystemUser> {
  const existing = await findPostgresUser();
  if (existing) return existing;
  const reasons: string[] = [];
  for (const [command, ...args] of CREATE_COMMANDS) {
    const failure = await run(command, args, { env: CHILD_ENV }).then(
      () => undefined,
      (error: Error) => error.message.trim(),
    );
    // Another process may have created it just now, and this command failed because of that.
    const created = await findPostgresUser();
    if (created) {
      if (failure === undefined) log(`Created the system user ${NAME}: PostgreSQL refuses to run as root.`);
      return created;
    }
    if (failure !== undefined) reasons.push(failure);
  }
  throw new EmbeddedPostgresUnavailableError(
    `PostgreSQL refuses to run as root, and no system user "${NAME}" could be created (${reasons.join("; ")}). ` +
      `Run as an ordinary user, or create a system user named "${NAME}".`,
  );
}

/** shadow-utils first, then the form of BusyBox and of Debian's adduser. */
const CREATE_COMMANDS: readonly (readonly [string, ...string[]])[] = [
  [
    "useradd",
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/bin/false",
    NAME,
  ],
  ["adduser", "-S", "-D", "-H", "-s", "/bin/false", NAME],
];

async function findPostgresUser(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ["-u", "-g"].map(async (flag) => (await run("id", [flag, NAME], { env: CHILD_ENV })).stdout),
    );
    const user = { uid: Number(uid), gid: Number(gid) };
    return Number.isInteger(user.uid) && user.uid > 0 && Number.isInteger(user.gid) ? user : undefined;
  } catch {
    return undefined;
  }
}
