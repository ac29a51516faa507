import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { type Database, type DatabaseOptions, openDatabase } from "../src/database.js";
import { environmentKeyProvider } from "../src/encryption/index.js";
import { migrate } from "../src/migrations/migrator.js";
import { startEmbeddedPostgres } from "../src/postgres/index.js";
import type { NewTemplate } from "../src/repositories/people.port.js";
import type { NewPolicy, SiteRecord } from "../src/repositories/site.port.js";

const repositoryDir = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
export const schemaPath = join(repositoryDir, "prisma", "schema.prisma");
const migrationsDir = join(repositoryDir, "prisma", "migrations");

export interface TestServer {
  /** A new, migrated, empty database. */
  createDatabase(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

export interface TestDatabase {
  readonly connectionString: string;
  /** For raw SQL: what the table really holds. */
  readonly sql: pg.Pool;
  /** With a random key unless told otherwise. */
  open(options?: Partial<DatabaseOptions>): Promise<Database>;
  close(): Promise<void>;
}

/** A real PostgreSQL for one test file. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "facenet-db-test-"));
  // As root, PostgreSQL runs as a user of its own, who must be able to pass through.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir });
  const admin = openPool(server.connectionString, 1);
  let count = 0;
  return {
    createDatabase: async () => {
      const name = `test_${++count}`;
      await admin.query(`CREATE DATABASE ${name}`);
      const url = new URL(server.connectionString);
      url.pathname = `/${name}`;
      const connectionString = url.href;
      await migrate({ connectionString, migrationsDir });
      return openTestDatabase(connectionString);
    },
    stop: async () => {
      await admin.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  // end() does not wait for its sockets to close: the server's farewell may still arrive, and would end the process.
  pool.on("error", () => undefined);
  return pool;
}

function openTestDatabase(connectionString: string): TestDatabase {
  const sql = openPool(connectionString, 2);
  const opened: Database[] = [];
  return {
    connectionString,
    sql,
    open: async (options = {}) => {
      const keyProvider = environmentKeyProvider(randomKey());
      const database = await openDatabase({ connectionString, keyProvider, ...options });
      opened.push(database);
      return database;
    },
    close: async () => {
      for (const database of opened) await database.close();
      await sql.end();
    },
  };
}

export const randomKey = () => randomBytes(32).toString("base64");

export const MODEL = "test-4";

export const POLICY: NewPolicy = {
  modelId: MODEL,
  acceptDistance: 0.5,
  reviewDistance: 0.6,
  identifyDistance: 0.45,
  ambiguityMargin: 0.05,
  acceptFmr: 1e-3,
  reviewFmr: 1e-2,
  identifyFmr: 1e-4,
  provenance: "made up for a test",
  author: "test",
};

export async function createSite(database: Database, name = "Door"): Promise<SiteRecord> {
  return (await database.sites.createWithPolicy({ name, policy: POLICY })).site;
}

/** A template whose vector is as recognisable in raw bytes as in a query. */
/** A key whose hash is `hash` with zeros in front. */
export function createApiKey(database: Database, siteId: string, hash: string, expiresAt?: Date) {
  return database.apiKeys.create({
    ...{ siteIds: [siteId], name: "test", keyHash: hash.padStart(64, "0"), hint: "abcd", scopes: ["verify", "enroll"] },
    expiresAt,
  });
}

export function template(seed = 1, modelId = MODEL): NewTemplate {
  const quality = { score: 80, sharpness: seed / 100, pose: { yaw: 1.5 } };
  return {
    modelId,
    vector: Float32Array.of(seed, 0.25, -0.5, 0.1234567),
    chip: Buffer.from(`chip of ${seed}: some bytes of an image file`),
    photoDigest: createHash("sha256").update(`photo ${seed}`).digest(),
    quality,
  };
}

export async function enrol(database: Database, siteId: string, externalId: string, seeds = [1]) {
  const outcome = await database.people.create({
    siteId,
    externalId,
    displayName: `Name of ${externalId}`,
    templates: seeds.map((seed) => template(seed)),
  });
  if (outcome.kind !== "created") throw new Error(outcome.kind);
  return outcome;
}
