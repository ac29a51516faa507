import { access, constants, mkdir, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import pg from "pg";
import { endedByExit, endPostmaster } from "./child-process.js";
import { ensureCluster, ensurePassword, ROLE } from "./cluster.js";
import { chooseClusterHome } from "./cluster-home.js";
import { EmbeddedPostgresUnavailableError, PostgresFailedError } from "./errors.js";
import { acquireInstanceLock, type InstanceLock } from "./instance-lock.js";
import { endOrphanedPostmaster } from "./orphan.js";
import { findPlatformPackage } from "./platform-package.js";
import { openServerLog, type ServerLog } from "./server-log.js";
import { type ServerProcess, startServerProcess } from "./server-process.js";
import { prepareBinaries } from "./staging.js";
import { isRoot } from "./system-user.js";

export interface EmbeddedPostgres {
  /** Holds the password: never to be logged. The port in it is another one after each start. */
  readonly connectionString: string;
  /** Folder of the cluster; outside the data folder when root runs with a data folder that others cannot reach. */
  readonly location: string;
  readonly pid: number;
  /** Resolves with the reason if the server ends without {@link stop} having been called; never rejects. */
  readonly crashed: Promise<Error>;
  /** Ends the server in good order and gives up the data folder. Idempotent. */
  stop(): Promise<void>;
}

const DATABASE = "facenet";

/**
 * Starts the PostgreSQL that ships inside npm packages, on a free port of 127.0.0.1, with its data in `dataDir` (created
 * when missing). Whatever an earlier owner left behind by being killed is cleaned up first: its lock, its postmaster, a
 * half-made cluster. What was committed is there again, by PostgreSQL's own crash recovery.
 *
 * @param options.log receives one line for each thing an operator would want to know; silent by default.
 * @throws DataDirInUseError when another living process owns the folder.
 * @throws EmbeddedPostgresUnavailableError when it cannot run on this machine or as this user.
 * @throws PostgresFailedError when initdb or the server fails; carries the end of the server's log.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log?: (message: string) => void;
}): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const source = await findPlatformPackage();
  const dataDir = await openDataDir(options.dataDir);
  const locks: InstanceLock[] = [await acquireInstanceLock(lockFile(dataDir), dataDir)];
  let serverLog: ServerLog | undefined;
  const release = async () => {
    await serverLog?.file.close();
    for (const lock of locks.splice(0).reverse()) await lock.release();
  };
  try {
    const { home, user, stagingDir } = await chooseClusterHome(dataDir, log);
    // A copied data folder names the same place outside it: that place needs a lock of its own.
    if (home !== dataDir) locks.push(await acquireInstanceLock(lockFile(home), dataDir));
    const password = await ensurePassword(dataDir, home);
    const binaries = await prepareBinaries({ source, user, stagingDir, log });
    const clusterDir = await ensureCluster({ home, binaries, user, password, log });
    await endOrphanedPostmaster(clusterDir, log);
    serverLog = await openServerLog(join(dataDir, "postgres.log"));
    const server = await startServerProcess({ clusterDir, binaries, user, password, log: serverLog });
    return await superviseServer({ server, clusterDir, password, serverLog, release });
  } catch (error) {
    await release();
    throw error;
  }
}

async function superviseServer(parts: {
  server: ServerProcess;
  clusterDir: string;
  password: string;
  serverLog: ServerLog;
  release: () => Promise<void>;
}): Promise<EmbeddedPostgres> {
  const { server, clusterDir, password, serverLog, release } = parts;
  const { child, port } = server;
  const pid = child.pid!;
  let stopping: Promise<void> | undefined;

  const endWithUs = () => child.kill("SIGINT");
  // The process ends without stop(), by process.exit or an uncaught error: leave no server behind.
  process.once("exit", endWithUs);
  const ended = new Promise<string>((resolveEnded) => {
    const report = () => resolveEnded(child.signalCode ?? `exit code ${child.exitCode}`);
    if (child.exitCode !== null || child.signalCode !== null) report();
    else child.once("exit", report);
  });
  const crashed = new Promise<Error>((resolveCrashed) => {
    void ended.then(async (how) => {
      process.removeListener("exit", endWithUs);
      if (stopping) return;
      const tail = await serverLog.tail().catch(() => "");
      await release().catch(() => undefined);
      resolveCrashed(new PostgresFailedError(`PostgreSQL (process ${pid}) ended by itself: ${how}.`, tail));
    });
  });
  const stop = () => {
    stopping ??= (async () => {
      await endPostmaster(pid, endedByExit(child));
      await release();
    })();
    return stopping;
  };

  const connectionString = (database: string) =>
    `postgresql://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  try {
    await ensureDatabase(connectionString("postgres"));
  } catch (error) {
    await stop();
    throw error;
  }
  return { connectionString: connectionString(DATABASE), location: clusterDir, pid, crashed, stop };
}

async function ensureDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/**
 * The resolved path, so that one folder has one lock whatever it is called. Root makes the folder passable (not
 * listable), because the user that PostgreSQL runs as has to get through it; everyone else keeps it to themselves.
 */
async function openDataDir(dataDir: string): Promise<string> {
  const path = resolve(dataDir);
  try {
    await mkdir(path, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new EmbeddedPostgresUnavailableError(
      `The data folder ${path} cannot be created or written to (${(cause as Error).message}). ` +
        "Run as the user that owns it, or choose another folder.",
      { cause },
    );
  }
  return realpath(path);
}

function lockFile(folder: string): string {
  return join(folder, "postgres.lock");
}
