// Writes the next prisma/migrations/<timestamp>_<name>/migration.sql: what leads from the migrations there are to
// prisma/schema.prisma. `prisma migrate dev` does the same, but needs a native engine that it downloads.
// Needs a build first. Usage: node packages/db/scripts/new-migration.mjs <name>
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { diffSchema, migrate } from "../dist/migrations/migrator.js";
import { startEmbeddedPostgres } from "../dist/postgres/index.js";

const name = process.argv[2] ?? "";
if (!/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write("Usage: node packages/db/scripts/new-migration.mjs <name in lower case, digits and _>\n");
  process.exit(2);
}

const prismaDir = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "prisma");
const migrationsDir = join(prismaDir, "migrations");
const dataDir = await mkdtemp(join(tmpdir(), "facenet-new-migration-"));
// Started as root, PostgreSQL runs as another user, who has to get through.
await chmod(dataDir, 0o711);
try {
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    const { connectionString } = server;
    await migrate({ connectionString, migrationsDir });
    const sql = await diffSchema({ connectionString, schemaPath: join(prismaDir, "schema.prisma") });
    if (sql === "") {
      process.stdout.write("Nothing changed: the migrations and schema.prisma agree.\n");
    } else {
      // 20260131235959, as Prisma names them: the order of the names is the order they are applied in.
      const timestamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
      const path = join(migrationsDir, `${timestamp}_${name}`, "migration.sql");
      await mkdir(dirname(path));
      await writeFile(path, sql, { flag: "wx" });
      process.stdout.write(`Wrote ${path}\n`);
    }
  } finally {
    await server.stop();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
