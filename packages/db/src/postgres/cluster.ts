import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { renameDurably, writeDurably } from "./durable-file.js";
import { PostgresFailedError } from "./errors.js";
import { CHILD_ENV } from "./process-identity.js";
import type { SystemUser } from "./system-user.js";

const run = promisify(execFile);

/** The only role: superuser of its own cluster, known to this process alone. */
export const ROLE = "facenet";

const DRAFT_PREFIX = "postgres.initdb-";

/**
 * Makes sure that `<home>/postgres` holds a complete cluster.
 *
 * initdb works in a temporary folder beside it, and only its finished result gets the name: a run that was killed
 * halfway leaves nothing that could be taken for a cluster. To be called with the lock held.
 */
export async function ensureCluster(options: {
  readonly home: string;
  readonly binaries: string;
  readonly user: SystemUser | undefined;
  readonly password: string;
  readonly log: (message: string) => void;
}): Promise<string> {
  const { home, binaries, user, password, log } = options;
  const clusterDir = join(home, "postgres");
  await removeDrafts(home);
  if (await exists(clusterDir)) return clusterDir;

  log(`Creating a database cluster in ${clusterDir}.`);
  const draft = join(home, `${DRAFT_PREFIX}${randomBytes(6).toString("hex")}`);
  await mkdir(draft, { mode: 0o700 });
  try {
    const passwordFile = join(draft, "password");
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user) await Promise.all([draft, passwordFile].map((path) => chown(path, user.uid, user.gid)));
    const cluster = join(draft, "cluster");
    await run(join(binaries, "native", "bin", "initdb"), initdbArguments(cluster, passwordFile), {
      ...user,
      cwd: "/",
      env: CHILD_ENV,
    });
    await renameDurably(cluster, clusterDir);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new PostgresFailedError(`initdb could not create the database cluster in ${clusterDir}.`, stderr || message);
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 3 });
  }
  return clusterDir;
}

function initdbArguments(cluster: string, passwordFile: string): string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // PostgreSQL's own Unicode rules: an index stays valid when the machine's C library changes its collations.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
}

/** An initdb whose owner was killed may still be writing in one of them: it fails when its folder goes. */
async function removeDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith(DRAFT_PREFIX)) await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * The password of {@link ROLE}, kept in `<dataDir>/postgres-password` (0600), random when there is none yet.
 *
 * @throws when a cluster is there without its password, which cannot be had back.
 */
export async function ensurePassword(dataDir: string, home: string): Promise<string> {
  const path = join(dataDir, "postgres-password");
  const stored = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (stored?.trim()) return stored.trim();
  if (await exists(join(home, "postgres"))) {
    throw new Error(`${path} is missing, and the database in ${home} cannot be opened without it. Restore the file.`);
  }
  const password = randomBytes(24).toString("hex");
  await writeDurably(path, `${password}\n`);
  return password;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
