import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { startInterruptibleLine } from "../../test/interruptible-line.js";
import { temporaryFolder } from "../../test/temporary-folder.js";
import { DatabaseUnavailableError } from "../client/errors.js";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../postgres/index.js";
import { createMigrationSql, diffSchema, MigrationFailedError, MigratorError, migrate } from "./migrator.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PRISMA_DIR = fileURLToPath(new URL("../../../../prisma", import.meta.url));
const RUN_MIGRATIONS = fileURLToPath(new URL("../../test/run-migrations.mjs", import.meta.url));

let dataDir: string;
let server: EmbeddedPostgres;
/** A database of its own for each test, on one server for all. */
let connectionString: string;
let databases = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "facenet-test-"));
  await chmod(dataDir, 0o711);
  server = await startEmbeddedPostgres({ dataDir });
});

afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  const name = `test_${++databases}`;
  const url = new URL(server.connectionString);
  await query(`CREATE DATABASE ${name}`, url.href);
  url.pathname = `/${name}`;
  connectionString = url.href;
});

async function query(sql: string, connection = connectionString): Promise<pg.QueryResult["rows"]> {
  const client = new pg.Client({ connectionString: connection });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Writes migrations `1_...`, `2_...` from name to script. */
async function writeMigrations(scripts: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  for (const [name, script] of Object.entries(scripts)) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "migration.sql"), script);
  }
  return folder;
}

const TWO = {
  "1_site": "CREATE TABLE site (name text);",
  "2_person": "CREATE TABLE person (name text);",
};
const ROWS = `SELECT migration_name, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS rolled_back,
  applied_steps_count AS steps, logs FROM _prisma_migrations ORDER BY started_at`;
const row = (name: string) => ({ migration_name: name, finished: true, rolled_back: false, steps: 1, logs: null });

describe("migrate", () => {
  it("applies every migration to a fresh database in the order of the names, and none the second time", async () => {
    const migrationsDir = await writeMigrations(TWO);
    expect(await migrate({ connectionString, migrationsDir })).toEqual({ applied: ["1_site", "2_person"] });
    expect(await query(ROWS)).toEqual([row("1_site"), row("2_person")]);
    expect(await migrate({ connectionString, migrationsDir })).toEqual({ applied: [] });
    expect(await query(ROWS)).toHaveLength(2);
  });

  it("applies each migration once when replicas start together", async () => {
    const migrationsDir = await writeMigrations({ ...TWO, "3_slow": "SELECT pg_sleep(0.3);" });
    const runs = await Promise.all(Array.from({ length: 3 }, () => migrate({ connectionString, migrationsDir })));
    expect(runs.flatMap(({ applied }) => applied).sort()).toEqual(["1_site", "2_person", "3_slow"]);
    expect(await query(ROWS)).toHaveLength(3);
  });

  it("leaves semicolons inside function bodies, strings and comments alone", async () => {
    const migrationsDir = await writeMigrations({
      "1_function": `-- first; second
        CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;
        CREATE TABLE note AS SELECT 'a;b' AS note, one() AS one; -- no line break; at the end`,
    });
    await migrate({ connectionString, migrationsDir });
    expect(await query("SELECT * FROM note")).toEqual([{ note: "a;b", one: 1 }]);
  });

  it("names the migration that failed, undoes all of it, and records it as Prisma does", async () => {
    const migrationsDir = await writeMigrations({
      "1_site": TWO["1_site"],
      "2_broken": "CREATE TABLE half (name text); INSERT INTO nowhere VALUES (1);",
    });
    const failure = await migrate({ connectionString, migrationsDir }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationFailedError);
    expect(failure).toMatchObject({ migrationName: "2_broken", sqlState: "42P01" });
    expect((failure as Error).message).toBe('Migration 2_broken failed: relation "nowhere" does not exist');
    expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    expect(await query(ROWS)).toEqual([
      row("1_site"),
      { ...row("2_broken"), finished: false, steps: 0, logs: expect.stringContaining("nowhere") },
    ]);
  });

  it("refuses to go on after a failed migration until it is marked as rolled back, and says how", async () => {
    const broken = await writeMigrations({ "1_site": "CREATE TABLE;" });
    await expect(migrate({ connectionString, migrationsDir: broken })).rejects.toThrow(MigrationFailedError);

    const migrationsDir = await writeMigrations(TWO);
    const refusal = await migrate({ connectionString, migrationsDir }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "MigrationFailedError", migrationName: "1_site" });
    const advice = /UPDATE _prisma_migrations .*;/.exec((refusal as Error).message)?.[0];
    await query(advice!);
    expect(await migrate({ connectionString, migrationsDir })).toEqual({ applied: ["1_site", "2_person"] });
  });

  it("puts neither password nor row contents into errors and logs", async () => {
    const migrationsDir = await writeMigrations({
      "1_person": "CREATE TABLE person (name text UNIQUE); INSERT INTO person VALUES ('Ada'), ('Ada');",
    });
    const failure = (await migrate({ connectionString, migrationsDir }).catch((error: unknown) => error)) as Error;
    const written = JSON.stringify([failure.message, failure.stack, await query(ROWS)]);
    expect(written).toContain("duplicate key");
    expect(written).not.toContain("Ada");
    expect(written).not.toContain(new URL(connectionString).password);
  });

  it("runs a migration again whose process and server were killed halfway", async () => {
    const migrationsDir = await writeMigrations(TWO);
    await migrate({ connectionString, migrationsDir: await writeMigrations({ "1_site": TWO["1_site"] }) });
    // What is left then: the row written before the script, and nothing of the script.
    await query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('killed', 'x', '2_person')");
    expect(await migrate({ connectionString, migrationsDir })).toEqual({ applied: ["2_person"] });
    const killed = { ...row("2_person"), finished: false, rolled_back: true, steps: 0 };
    expect(await query(ROWS)).toEqual(expect.arrayContaining([row("1_site"), killed, row("2_person")]));
  });

  it("waits for a script that PostgreSQL still runs for a process that was killed", async () => {
    const migrationsDir = await writeMigrations({ "1_slow": `${TWO["1_site"]} SELECT pg_sleep(1.5);` });
    const child = spawn(process.execPath, [RUN_MIGRATIONS, connectionString, migrationsDir], { stdio: "inherit" });
    onTestFinished(() => void child.kill("SIGKILL"));
    const running = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    while ((await query(running)).length === 0) await sleep(10);
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    expect(await query(running)).toHaveLength(1);

    expect(await migrate({ connectionString, migrationsDir })).toEqual({ applied: [] });
    expect(await query("SELECT to_regclass('site')::text AS site")).toEqual([{ site: "site" }]);
  });

  it("waits for a long script, and not for a database that says nothing any more", async () => {
    const line = await startInterruptibleLine(connectionString);
    const migrationsDir = await writeMigrations({ ...TWO, "3_slow": "SELECT pg_sleep(1.5);" });
    const options = { connectionString: line.connectionString, migrationsDir, timeoutMs: 500 };
    expect(await migrate(options)).toEqual({ applied: ["1_site", "2_person", "3_slow"] });

    // Another process migrates, so that this one has to wait; meanwhile the database falls silent.
    const other = new pg.Client({ connectionString });
    await other.connect();
    await other.query("SELECT pg_advisory_lock(28817527155877236)");
    const waiting = migrate(options);
    setTimeout(() => line.silence(), 1_000);
    await expect(waiting).rejects.toThrow(DatabaseUnavailableError);
    await line.interrupt();
    await expect(migrate(options)).rejects.toThrow(DatabaseUnavailableError);
    await other.end();
  });

  it("says which file is missing", async () => {
    const migrationsDir = await writeMigrations(TWO);
    await mkdir(join(migrationsDir, "3_empty"));
    await expect(migrate({ connectionString, migrationsDir })).rejects.toThrow(MigratorError);
    await expect(migrate({ connectionString, migrationsDir })).rejects.toThrow(/migration\.sql/);
  });
});

describe("diffSchema", () => {
  const SCHEMA = `datasource db {
  provider = "postgresql"
}

model Site {
  id   String @id @db.Uuid
  name String
}
`;

  it("gives the SQL that leads to the schema, and nothing once that is applied", async () => {
    const schemaPath = join(await temporaryFolder(), "schema.prisma");
    await writeFile(schemaPath, SCHEMA);
    expect(await createMigrationSql({ connectionString, schemaPath, from: "empty" })).toContain("CREATE SCHEMA");

    const sql = await diffSchema({ connectionString, schemaPath });
    expect(sql).toContain('CREATE TABLE "Site"');
    await migrate({ connectionString, migrationsDir: await writeMigrations({ "1_init": sql }) });
    expect(await diffSchema({ connectionString, schemaPath })).toBe("");

    await writeFile(schemaPath, SCHEMA.replace("name String", "name String?"));
    expect(await diffSchema({ connectionString, schemaPath })).toContain("DROP NOT NULL");
  });

  it("sees no difference in what the schema language cannot say", async () => {
    const schemaPath = join(await temporaryFolder(), "schema.prisma");
    await writeFile(schemaPath, SCHEMA);
    await query(await diffSchema({ connectionString, schemaPath }));
    await query(`CREATE INDEX ON "Site" (name) WHERE name > 'a'; CREATE INDEX ON "Site" (lower(name));
      ALTER TABLE "Site" ADD CHECK (name <> '')`);
    expect(await diffSchema({ connectionString, schemaPath })).toBe("");
  });

  it("says where a schema is not valid", async () => {
    const schemaPath = join(await temporaryFolder(), "schema.prisma");
    await writeFile(schemaPath, SCHEMA.replace("String @id", "Strin @id"));
    const comparison = diffSchema({ connectionString, schemaPath });
    await expect(comparison).rejects.toThrow(MigratorError);
    await expect(comparison).rejects.toThrow(/Strin/);
  });
});

describe("the migrations of this repository", () => {
  it("lead to exactly what schema.prisma says", async () => {
    const migrationsDir = join(PRISMA_DIR, "migrations");
    const { applied } = await migrate({ connectionString, migrationsDir });
    const names = (await readdir(migrationsDir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    expect(applied).toEqual(names.map(({ name }) => name).sort());
    expect(await diffSchema({ connectionString, schemaPath: join(PRISMA_DIR, "schema.prisma") })).toBe("");
  });
});
