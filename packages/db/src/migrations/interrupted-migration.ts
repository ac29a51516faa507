import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";

/** The advisory lock that Prisma's schema engine holds while it applies migrations, whichever build of it. */
const ENGINE_LOCK_KEY = 72707369;

/**
 * Statements that leave the one transaction a script otherwise runs in. A false alarm, for example in a comment, costs
 * only the automatic recovery below.
 */
const LEAVES_TRANSACTION = /\b(COMMIT|ROLLBACK|CONCURRENTLY|VACUUM)\b/i;

/**
 * Adds to a migration script, in its own transaction, that it is finished. So a process killed at any moment leaves a
 * row that tells the truth: finished and committed, or unfinished and rolled back. (Prisma records it in a statement of
 * its own afterwards, and cannot tell the two apart.)
 */
export function withCommitMark(script: string): string {
  if (LEAVES_TRANSACTION.test(script)) return script;
  return `${script}
;
UPDATE "_prisma_migrations" SET "finished_at" = now()
WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL AND "logs" IS NULL;`;
}

/**
 * Lets migrations run again whose process was killed halfway. Prisma would refuse to start until someone resolves them
 * by hand, although PostgreSQL has rolled them back. Migrations that failed have logs, and stay failed.
 */
export async function releaseInterruptedMigrations(client: pg.Client, migrationsDir: string): Promise<void> {
  // PostgreSQL runs a script to its end though its client is gone; only then is its session, and with it this lock.
  await client.query("SELECT pg_advisory_lock($1)", [ENGINE_LOCK_KEY]);
  try {
    const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
    if (table.rows[0]?.name === null) return;
    const unfinished = await client.query<{ id: string; migration_name: string }>(
      `SELECT id, migration_name FROM _prisma_migrations
       WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NULL AND applied_steps_count = 0`,
    );
    for (const { id, migration_name } of unfinished.rows) {
      const path = join(migrationsDir, migration_name, "migration.sql");
      const script = await readFile(path, "utf8").catch(() => undefined);
      if (script === undefined || LEAVES_TRANSACTION.test(script)) continue;
      await client.query("UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = $1", [id]);
    }
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [ENGINE_LOCK_KEY]);
  }
}
