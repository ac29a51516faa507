import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startInterruptibleLine } from "../test/interruptible-line.js";
import {
  createSite,
  enrol,
  randomKey,
  schemaPath,
  startTestServer,
  type TestServer,
  template,
} from "../test/test-database.js";
import { DatabaseUnavailableError } from "./client/errors.js";
import { createPrismaClient } from "./client/prisma.js";
import { openDatabase } from "./database.js";
import { environmentKeyProvider, fileKeyProvider, KeyError } from "./encryption/index.js";
import { diffSchema } from "./migrations/migrator.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe("schema and migrations", () => {
  it("agree: a migrated database lacks nothing that the schema names", async () => {
    const database = await server.createDatabase();
    expect(await diffSchema({ connectionString: database.connectionString, schemaPath })).toBe("");
    await database.sql.query("ALTER TABLE consent DROP COLUMN basis");
    expect(await diffSchema({ connectionString: database.connectionString, schemaPath })).toContain('"basis"');
    await database.close();
  });
});

describe("openDatabase and the master key", () => {
  it("opens again with the key that it was created with, and with no other", async () => {
    const database = await server.createDatabase();
    const key = randomKey();
    await database.open({ keyProvider: environmentKeyProvider(key) });
    await database.open({ keyProvider: environmentKeyProvider(key) });
    const refused = database.open({ keyProvider: environmentKeyProvider(randomKey()) });
    await expect(refused).rejects.toThrow(KeyError);
    await expect(refused).rejects.toThrow("The master key does not open this database");
    const { rows } = await database.sql.query("SELECT count(*)::int AS count FROM key_check");
    expect(rows).toEqual([{ count: 1 }]);
    await database.close();
  });

  it("makes no new key file for a database that was created with one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "facenet-key-"));
    const keyFile = join(folder, "master.key");
    const database = await server.createDatabase();
    const keyProvider = ({ hasMasterKey }: { hasMasterKey: boolean }) =>
      fileKeyProvider(keyFile, { create: !hasMasterKey });
    await (await database.open({ keyProvider })).close();
    await (await database.open({ keyProvider })).close();
    await rm(keyFile);
    await expect(database.open({ keyProvider })).rejects.toThrow(/missing.*backup/s);
    await expect(stat(keyFile)).rejects.toThrow("ENOENT");
    await database.close();
    await rm(folder, { recursive: true });
  });

  it("refuses any key when there is ciphertext but no proof of its key", async () => {
    const database = await server.createDatabase();
    const key = randomKey();
    const opened = await database.open({ keyProvider: environmentKeyProvider(key) });
    await enrol(opened, (await createSite(opened)).id, "ada");
    await database.sql.query("DELETE FROM key_check");
    for (const tried of [key, randomKey()]) {
      await expect(database.open({ keyProvider: environmentKeyProvider(tried) })).rejects.toThrow(KeyError);
    }
    await database.close();
  });

  it("lets exactly one of several first keys win", async () => {
    const database = await server.createDatabase();
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => database.open({ keyProvider: environmentKeyProvider(randomKey()) })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await database.close();
  });
});

describe("an unreachable database", () => {
  it("is a typed error without connection details", async () => {
    const connectionString = "postgresql://someone:secret@127.0.0.1:1/facenet";
    const refused = openDatabase({ connectionString, keyProvider: environmentKeyProvider(randomKey()) });
    await expect(refused).rejects.toThrow(DatabaseUnavailableError);
    await expect(refused).rejects.not.toThrow(/secret|127\.0\.0\.1/);
  });

  it("is a typed error in every function while it is away, and needs no restart when it is back", async () => {
    const database = await server.createDatabase();
    const line = await startInterruptibleLine(database.connectionString);
    const opened = await database.open({ connectionString: line.connectionString });
    const { id: siteId } = await createSite(opened);
    const person = { siteId, externalId: "ada", displayName: "Ada", templates: [template(1)] };
    const calls: (() => Promise<unknown>)[] = [
      () => opened.ping(),
      () => opened.sites.list(),
      () => opened.apiKeys.findByHash("0".repeat(64)),
      () => opened.people.findByExternalId(siteId, "ada"),
      () => opened.people.create(person),
      () => opened.people.delete(siteId, "ada"),
      () => opened.gallery.load(siteId, "m"),
      () => opened.attempts.record({ siteId, kind: "IDENTIFY", candidates: [] }),
      () => opened.uploads.read(siteId, siteId),
      () => opened.uploads.take(siteId, siteId),
    ];
    await line.interrupt();
    for (const call of calls) await expect(call()).rejects.toThrow(DatabaseUnavailableError);
    await line.restore();
    for (const call of calls) await call();
    expect((await opened.attempts.list(siteId, { first: 10, kind: "IDENTIFY" })).edges).toHaveLength(1);

    const cutWhileRunning = calls.map((call) => call());
    await line.interrupt();
    for (const outcome of await Promise.allSettled(cutWhileRunning)) {
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(DatabaseUnavailableError);
    }
    await line.restore();
    await opened.ping();
    await database.close();
    await line.interrupt();
  });

  it("keeps the locks of a caller that left a transaction open for a minute, not for ever", async () => {
    const database = await server.createDatabase();
    const { connectionString } = database;
    const prisma = createPrismaClient({ connectionString, maxConnections: 1, timeoutMs: 10_000 });
    const rows = await prisma.$queryRaw`SELECT current_setting('idle_in_transaction_session_timeout') AS setting`;
    expect(rows).toEqual([{ setting: "1min" }]);
    await prisma.$disconnect();
    await database.close();
  });

  it("costs one timeout after connections went silent, however many were idle", async () => {
    const database = await server.createDatabase();
    const line = await startInterruptibleLine(database.connectionString);
    const opened = await database.open({ connectionString: line.connectionString, timeoutMs: 1000 });
    await Promise.all(Array.from({ length: 8 }, () => opened.ping()));
    line.silence();
    await expect(opened.ping()).rejects.toThrow(DatabaseUnavailableError);
    // All of them came by the same way: the next calls make connections of their own.
    await Promise.all(Array.from({ length: 8 }, () => opened.ping()));
    await database.close();
    await line.interrupt();
  });
});

describe("exclusively", () => {
  it("lets processes that share the database through one at a time, and goes on after a failure", async () => {
    const database = await server.createDatabase();
    const keyProvider = environmentKeyProvider(randomKey());
    const replicas = await Promise.all([1, 2, 3].map(() => database.open({ keyProvider })));
    let inside = 0;
    let most = 0;
    const seedOnce = async (db: (typeof replicas)[number]) => {
      most = Math.max(most, ++inside);
      if ((await db.sites.list()).length === 0) await createSite(db);
      inside--;
    };
    await expect(replicas[0]!.exclusively(() => Promise.reject(new Error("failed inside")))).rejects.toThrow(
      "failed inside",
    );
    await Promise.all(replicas.map((db) => db.exclusively(() => seedOnce(db))));
    expect(most).toBe(1);
    expect(await replicas[0]!.sites.list()).toHaveLength(1);
    await database.close();
  });

  it("is a typed error when the database goes away before or in the middle of it", async () => {
    const database = await server.createDatabase();
    const line = await startInterruptibleLine(database.connectionString);
    const opened = await database.open({ connectionString: line.connectionString });
    await expect(opened.exclusively(() => line.interrupt())).rejects.toThrow(DatabaseUnavailableError);
    await expect(opened.exclusively(async () => undefined)).rejects.toThrow(DatabaseUnavailableError);
    await line.restore();
    await opened.exclusively(() => opened.ping());
    await database.close();
    await line.interrupt();
  });
});
