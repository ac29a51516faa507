import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "./durable-file.js";
import { EmbeddedPostgresUnavailableError } from "./errors.js";
import { canEnter } from "./reach.js";
import { ensurePostgresUser, isRoot, type SystemUser } from "./system-user.js";

/** Where root keeps what the `postgres` user must reach when it cannot reach our own folders. */
export const SHARED_HOME = "/var/lib/facenet";

export interface ClusterHome {
  /** Folder whose sub-folder `postgres` is the cluster. The data folder itself, or one below {@link SHARED_HOME}. */
  readonly home: string;
  /** Whom PostgreSQL runs as; undefined: as ourselves. */
  readonly user: SystemUser | undefined;
  /** Where a runnable copy of PostgreSQL may be kept. */
  readonly stagingDir: string;
}

/** To be called with the lock of `dataDir` held, since it may choose a place and write it down. */
export async function chooseClusterHome(dataDir: string, log: (message: string) => void): Promise<ClusterHome> {
  const own = await ownerOf(join(dataDir, "postgres"));
  if (!isRoot()) {
    refuseForeignCluster(dataDir, own, await readLocation(dataDir));
    return { home: dataDir, user: undefined, stagingDir: dataDir };
  }
  // A cluster begun by an ordinary user stays that user's, so that they can go on using it without root.
  if (own !== undefined && own.uid !== 0) return { home: dataDir, user: own, stagingDir: SHARED_HOME };

  const user = await ensurePostgresUser(log);
  const recorded = await readLocation(dataDir);
  if (recorded === undefined && (await canEnter(dataDir, user))) {
    return { home: dataDir, user, stagingDir: SHARED_HOME };
  }
  const id = recorded ?? randomBytes(8).toString("hex");
  const home = join(SHARED_HOME, id);
  if (recorded === undefined) {
    log(`Keeping the database in ${home}: the user PostgreSQL runs as cannot reach ${dataDir}.`);
    // Written before anything is created there: a crash in between leaves no cluster that nobody knows of.
    await writeDurably(locationFile(dataDir), `${id}\n`);
  }
  for (const folder of [SHARED_HOME, home]) {
    await mkdir(folder, { recursive: true });
    // Whatever our umask; passing through shows nothing, the cluster itself is 0700.
    await chmod(folder, 0o711);
  }
  // For an operator who wonders whose database this is, and whether it may go.
  await writeDurably(join(home, "data-dir"), `${dataDir}\n`);
  return { home, user, stagingDir: SHARED_HOME };
}

function locationFile(dataDir: string): string {
  return join(dataDir, "postgres-location");
}

/** An id, never a path: the file must not be able to point root at any other folder. */
async function readLocation(dataDir: string): Promise<string | undefined> {
  const content = await readFile(locationFile(dataDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    // Written by root; the caller, if an ordinary user, needs to know only that it is there.
    if (error.code === "EACCES") return "0".repeat(16);
    throw error;
  });
  const id = content?.trim();
  if (id !== undefined && !/^[0-9a-f]{16}$/.test(id)) {
    throw new Error(`${locationFile(dataDir)} does not hold the 16 hexadecimal digits it was written with.`);
  }
  return id;
}

function refuseForeignCluster(dataDir: string, own: SystemUser | undefined, location: string | undefined): void {
  const createdByRoot = location !== undefined || (own !== undefined && own.uid !== process.getuid?.());
  if (!createdByRoot) return;
  throw new EmbeddedPostgresUnavailableError(
    `The database of ${dataDir} was created by another user or by root. Run as the user that created it.`,
  );
}

async function ownerOf(path: string): Promise<SystemUser | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return found && { uid: found.uid, gid: found.gid };
}
