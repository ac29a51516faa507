import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createApiKey,
  createSite,
  startTestServer,
  type TestDatabase,
  type TestServer,
} from "../../test/test-database.js";
import { UploadGoneError } from "../client/errors.js";
import type { Database } from "../database.js";

let server: TestServer;
let store: TestDatabase;
let database: Database;
let siteId: string;
let clock = new Date("2026-03-01T00:00:00Z");

beforeAll(async () => {
  server = await startTestServer();
  store = await server.createDatabase();
  database = await store.open({ now: () => clock });
  siteId = (await createSite(database)).id;
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

const later = (ms: number) => {
  clock = new Date(clock.getTime() + ms);
};
const apiKey = (hash: string) => createApiKey(database, siteId, hash);

describe("uploads", () => {
  it("hands bytes out until they are taken, once, to the key that brought them, before they expire", async () => {
    const [mine, other] = [await apiKey("e1"), await apiKey("e2")];
    const data = Buffer.from("a photo's bytes, easy to recognise");
    const save = () => database.uploads.save({ callerId: mine.id, data, expiresAt: new Date(clock.getTime() + 1000) });
    const [first, second, third] = [await save(), await save(), await save()];
    const { rows } = await store.sql.query("SELECT data FROM upload");
    expect(rows.some((row) => row.data.includes(data))).toBe(false);
    expect(await database.uploads.read(other.id, first)).toBeNull();
    expect(await database.uploads.take(other.id, first)).toBe(false);
    for (let time = 0; time < 2; time++) expect(await database.uploads.read(mine.id, first)).toEqual(data);
    const taken = await Promise.all(Array.from({ length: 5 }, () => database.uploads.take(mine.id, first)));
    expect(taken.filter((isMine) => isMine)).toHaveLength(1);
    expect(await database.uploads.read(mine.id, first)).toBeNull();
    expect(await database.uploads.read(mine.id, "nonsense")).toBeNull();
    expect(await database.uploads.take(mine.id, "nonsense")).toBe(false);
    later(1000);
    expect(await database.uploads.read(mine.id, second)).toBeNull();
    expect(await database.uploads.take(mine.id, second)).toBe(false);
    expect(await database.uploads.sweepExpired()).toBe(2);
    expect(await database.uploads.read(mine.id, third)).toBeNull();
  });

  it("are used up with the attempt they were for: by one of many at once, and by none that fails", async () => {
    const [mine, other] = [await apiKey("e3"), await apiKey("e4")];
    const data = Buffer.from("bytes");
    const save = () => database.uploads.save({ callerId: mine.id, data, expiresAt: new Date(clock.getTime() + 1000) });
    const [first, second] = [await save(), await save()];
    const attempt = { siteId, kind: "VERIFY", problemCode: "NO_FACE", candidates: [], apiKeyId: mine.id } as const;
    const count = async () => (await database.attempts.list(siteId, { first: 100 })).edges.length;

    for (const wrong of [
      { ...attempt, uploadIds: [first, crypto.randomUUID()] },
      { ...attempt, uploadIds: [first], apiKeyId: other.id },
    ]) {
      await expect(database.attempts.record(wrong)).rejects.toThrow(UploadGoneError);
    }
    expect(await count()).toBe(0);
    expect(await database.uploads.read(mine.id, first)).toEqual(data);

    const uses = await Promise.allSettled(
      Array.from({ length: 6 }, (_, i) =>
        database.attempts.record({ ...attempt, uploadIds: i % 2 === 0 ? [first, second] : [second, first] }),
      ),
    );
    expect(uses.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const use of uses) if (use.status === "rejected") expect(use.reason).toBeInstanceOf(UploadGoneError);
    expect(await count()).toBe(1);
    expect(await database.uploads.read(mine.id, second)).toBeNull();
  });

  it("knows how much waits for a key: its own, not yet expired, not taken", async () => {
    const [mine, other] = [await apiKey("f1"), await apiKey("f2")];
    const save = (callerId: string, bytes: number, expiresInMs: number) =>
      database.uploads.save({
        callerId,
        data: Buffer.alloc(bytes),
        expiresAt: new Date(clock.getTime() + expiresInMs),
      });
    expect(await database.uploads.waiting(mine.id)).toEqual({ count: 0, bytes: 0, nextExpiry: null });
    await save(other.id, 1000, 5000);
    await save(mine.id, 10, 1000);
    const taken = await save(mine.id, 20, 2000);
    await save(mine.id, 40, 3000);
    const soonest = new Date(clock.getTime() + 1000);
    expect(await database.uploads.waiting(mine.id)).toEqual({ count: 3, bytes: 70, nextExpiry: soonest });
    await database.uploads.take(mine.id, taken);
    expect(await database.uploads.waiting(mine.id)).toEqual({ count: 2, bytes: 50, nextExpiry: soonest });
    later(1000);
    const next = new Date(clock.getTime() + 2000);
    expect(await database.uploads.waiting(mine.id)).toEqual({ count: 1, bytes: 40, nextExpiry: next });
  });
});
