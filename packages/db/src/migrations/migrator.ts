import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { withTypedErrors } from "../client/errors.js";
import { impatientClient } from "../client/impatient-client.js";
import { createEngineAdapter, type EngineAdapter } from "./engine-adapter.js";
import { MigrationFailedError, MigratorError } from "./errors.js";
import { releaseInterruptedMigrations } from "./interrupted-migration.js";
import { readMigrations } from "./migration-files.js";
import { openSchemaEngine } from "./schema-engine.js";

export { MigrationFailedError, MigratorError } from "./errors.js";
export { createMigrationSql, diffSchema } from "./schema-diff.js";

/** Any number will do that nobody else uses: the bytes of "facenet" read as an integer. */
const LOCK_KEY = "28817527155877236";
const LOCK_TIMEOUT_MS = 120_000;
const CONNECT_TIMEOUT_MS = 30_000;

const PROVIDER_ONLY = 'datasource db {\n  provider = "postgresql"\n}\n';
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Brings a database up to the migrations of a folder, as `prisma migrate deploy` does and with the same
 * `_prisma_migrations` table, so that either can follow the other. Each script runs as one transaction. Replicas that
 * start at once wait for each other (two minutes at most).
 *
 * @returns the names of those applied now, in order.
 * @throws MigrationFailedError naming the migration that failed, now or earlier.
 * @throws DatabaseUnavailableError when the database cannot be reached, or answers nothing at all for `timeoutMs`.
 * @throws MigratorError for anything else, such as a folder that is not what was applied.
 */
export async function migrate(options: {
  connectionString: string;
  migrationsDir: string;
  /** Milliseconds, 10,000 by default. A script may take longer: others ask meanwhile. */
  timeoutMs?: number;
}): Promise<{ applied: string[] }> {
  const { connectionString, migrationsDir, timeoutMs = 10_000 } = options;
  const migrationsList = await readMigrations(migrationsDir);
  const work = withMigrationLock(connectionString, migrationsDir, async (client) => {
    const adapter = createEngineAdapter(connectionString);
    try {
      const engine = await openSchemaEngine(adapter, PROVIDER_ONLY);
      try {
        const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
        return { applied: appliedMigrationNames };
      } finally {
        engine.free();
      }
    } catch (error) {
      throw await explain(error, client, adapter);
    } finally {
      await adapter.close();
    }
  });
  return withTypedErrors(() => whileItAnswers({ connectionString, timeoutMs }, work));
}

/**
 * Waits for `work` as long as the database answers somebody else. A script that runs for an hour and one that nobody runs any
 * more look alike on their own connection.
 */
async function whileItAnswers<T>(
  { connectionString, timeoutMs }: { connectionString: string; timeoutMs: number },
  work: Promise<T>,
): Promise<T> {
  const ImpatientClient = impatientClient(timeoutMs);
  const pulse = new ImpatientClient({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  pulse.on("error", () => undefined);
  const over = new AbortController();
  const beat = async (): Promise<never> => {
    await pulse.connect();
    for (;;) {
      await pulse.query("SELECT 1");
      await sleep(timeoutMs / 2, undefined, { signal: over.signal });
    }
  };
  const beating = beat();
  try {
    return await Promise.race([work, beating]);
  } finally {
    over.abort();
    // Whichever lost has nobody left to tell.
    void work.catch(() => undefined);
    await beating.catch(() => undefined);
    await pulse.end();
  }
}

/**
 * The engine takes a lock too, but only once it is inside `applyMigrations`; interrupted migrations have to be looked at
 * before that.
 */
async function withMigrationLock<T>(
  connectionString: string,
  migrationsDir: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  const failIfLocked = (error: pg.DatabaseError) => {
    // lock_not_available
    if (error.code !== "55P03") throw error;
    throw new MigratorError(`Another process has been migrating this database for ${LOCK_TIMEOUT_MS / 1000} s.`);
  };
  // Losing the connection surfaces in the next query on it.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]).catch(failIfLocked);
    await releaseInterruptedMigrations(client, migrationsDir).catch(failIfLocked);
    return await work(client);
  } finally {
    // Ending the session gives up the lock, however the work ended.
    await client.end();
  }
}

async function explain(error: unknown, client: pg.Client, adapter: EngineAdapter): Promise<Error> {
  const name = await findFailedMigration(client).catch(() => undefined);
  const refused = adapter.lastScriptError();
  if (name !== undefined && refused !== undefined) {
    return new MigrationFailedError(name, refused.message, refused.code);
  }
  if (name !== undefined) {
    return new MigrationFailedError(
      name,
      "it failed at an earlier start (its row in _prisma_migrations has the logs) and nothing was applied since. " +
        "Put its cause right, then mark it as rolled back: " +
        `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${name}' AND finished_at IS NULL;`,
    );
  }
  // The first line alone: a stack of the engine's own follows.
  return new MigratorError(`Migrating failed: ${(error as Error).message.split("\n", 1)[0]}`);
}

async function findFailedMigration(client: pg.Client): Promise<string | undefined> {
  const found = await client.query<{ migration_name: string }>(
    `SELECT migration_name FROM _prisma_migrations
     WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at LIMIT 1`,
  );
  return found.rows[0]?.migration_name;
}
