import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { createEngineAdapter } from "./engine-adapter.js";
import { MigratorError } from "./errors.js";
import { openSchemaEngine } from "./schema-engine.js";

/** Exit code by which the engine says that there is a difference. */
const DIFFERENT = 2;

/**
 * The SQL that would bring the database to `schema.prisma`; the empty string when they agree. What Prisma's schema
 * language cannot say (partial and expression indexes, check constraints, triggers) counts as no difference.
 */
export async function diffSchema(options: { connectionString: string; schemaPath: string }): Promise<string> {
  return createMigrationSql({ ...options, from: "database" });
}

/**
 * @param options.from what the SQL starts from: the database as it is, or nothing at all.
 * @param options.connectionString needed for `empty` too: the engine asks which PostgreSQL it writes for.
 * @throws MigratorError when the schema is not valid; the message says where.
 */
export async function createMigrationSql(options: {
  connectionString: string;
  schemaPath: string;
  from: "empty" | "database";
}): Promise<string> {
  const path = resolve(options.schemaPath);
  const files = [{ path: basename(path), content: await readFile(path, "utf8") }];
  const adapter = createEngineAdapter(options.connectionString);
  try {
    const engine = await openSchemaEngine(adapter, files[0]!.content);
    try {
      const { exitCode, stdout } = await engine.diff({
        from:
          options.from === "empty" ? { tag: "empty" } : { tag: "schemaDatasource", files, configDir: dirname(path) },
        to: { tag: "schemaDatamodel", files },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      });
      return exitCode === DIFFERENT ? (stdout ?? "") : "";
    } finally {
      engine.free();
    }
  } catch (error) {
    throw new MigratorError(`Comparing with ${path} failed: ${(error as Error).message}`);
  } finally {
    await adapter.close();
  }
}
