import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { endedByExit, endPostmaster } from "./child-process.js";
import { ROLE } from "./cluster.js";
import { PostgresFailedError } from "./errors.js";
import { CHILD_ENV } from "./process-identity.js";
import type { ServerLog } from "./server-log.js";
import type { SystemUser } from "./system-user.js";

/** Crash recovery of a large database may take a while before the first connection is accepted. */
const READY_TIMEOUT_MS = 120_000;
const START_ATTEMPTS = 10;
const RETRY_PAUSE_MS = 500;

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly port: number;
}

export interface ServerOptions {
  readonly clusterDir: string;
  readonly binaries: string;
  readonly user: SystemUser | undefined;
  readonly password: string;
  readonly log: ServerLog;
}

/** Starts PostgreSQL on a free port of 127.0.0.1 and waits until it answers a query. */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const child = await spawnPostgres(options, port);
    try {
      await waitUntilReady(child, port, options);
      return { child, port };
    } catch (error) {
      if (child.pid !== undefined) await endPostmaster(child.pid, endedByExit(child));
      if (attempt === START_ATTEMPTS || !isTransient(error)) throw error;
      await sleep(RETRY_PAUSE_MS);
    }
  }
}

/**
 * Someone took the port between our looking and PostgreSQL's binding; or the postmaster was killed and its children,
 * which notice by themselves, have not all let go of the cluster yet.
 */
function isTransient(error: unknown): boolean {
  return (
    error instanceof PostgresFailedError &&
    /could not bind IPv4 address|pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(
      error.logTail,
    )
  );
}

async function spawnPostgres(options: ServerOptions, port: number): Promise<ChildProcess> {
  const { clusterDir, binaries, user, log } = options;
  const child = spawn(join(binaries, "native", "bin", "postgres"), serverArguments(clusterDir, port), {
    ...user,
    cwd: "/",
    env: CHILD_ENV,
    // Its own process group: the terminal's Ctrl-C reaches our process, which then stops PostgreSQL in good order.
    detached: true,
    stdio: ["ignore", log.file.fd, log.file.fd],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(new PostgresFailedError(`PostgreSQL could not be run: ${error.message}`)));
  });
  return child;
}

function serverArguments(clusterDir: string, port: number): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    // A failed statement and its details ("Key (name)=(...) already exists") may hold personal data.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
  };
  return ["-D", clusterDir, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

async function waitUntilReady(child: ChildProcess, port: number, options: ServerOptions): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  const hasEnded = endedByExit(child);
  let lastFailure = "";
  let refusedPasswords = 0;
  while (performance.now() < deadline) {
    if (await hasEnded()) {
      throw new PostgresFailedError("PostgreSQL ended while it was starting.", await options.log.tail());
    }
    const failure = await tryQuery(port, options.password);
    if (failure === undefined && !(await hasEnded())) return;
    // invalid_password. Not at once fatal: another server may have our port, and ours be about to end because of it.
    if (failure?.code === "28P01" && ++refusedPasswords > 10) {
      throw new PostgresFailedError("PostgreSQL refuses the password in postgres-password: it is not this database's.");
    }
    lastFailure = failure?.message ?? "";
    await sleep(25);
  }
  throw new PostgresFailedError(`PostgreSQL did not answer in ${READY_TIMEOUT_MS / 1000} s: ${lastFailure}`);
}

async function tryQuery(port: number, password: string): Promise<{ code?: string; message: string } | undefined> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: ROLE,
    password,
    database: "postgres",
    connectionTimeoutMillis: 2000,
    ssl: false,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return undefined;
  } catch (error) {
    return error as { code?: string; message: string };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("The system gave no free port.")),
      );
    });
  });
}
