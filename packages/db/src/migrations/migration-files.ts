import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm/schema_engine_bg";

/** Reads a folder of Prisma migrations, `<timestamp>_<name>/migration.sql` each, in the order of their names. */
export async function readMigrations(migrationsDir: string): Promise<MigrationList> {
  const baseDir = resolve(migrationsDir);
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(join(baseDir, "migration_lock.toml"), "utf8").catch(() => null),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({ path: name, migrationFile: await readMigration(join(baseDir, name)) })),
    ),
  };
}

async function readMigration(folder: string) {
  const path = "migration.sql";
  try {
    return { path, content: { tag: "ok" as const, value: await readFile(join(folder, path), "utf8") } };
  } catch (error) {
    return { path, content: { tag: "error" as const, value: (error as Error).message } };
  }
}
