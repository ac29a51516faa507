import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  createApiKey,
  createSite,
  enrol,
  startTestServer,
  type TestDatabase,
  type TestServer,
  template,
} from "../../test/test-database.js";
import type { Database } from "../database.js";
import type { IdempotentCall } from "./idempotency.port.js";

let server: TestServer;
let store: TestDatabase;
let database: Database;
let siteId: string;
let callerId: string;
let clock = new Date("2026-03-01T00:00:00Z");
let keys = 0;

beforeAll(async () => {
  server = await startTestServer();
  store = await server.createDatabase();
  database = await store.open({ now: () => clock });
});
beforeEach(async () => {
  siteId = (await createSite(database)).id;
  callerId = (await createApiKey(database, siteId, String(++keys))).id;
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

const call = (key: string, request = "a request"): IdempotentCall => ({
  callerId,
  key,
  requestDigest: createHash("sha256").update(request).digest(),
});
const inAnHour = () => new Date(clock.getTime() + 3_600_000);
const count = async (table: string) =>
  (await store.sql.query(`SELECT count(*)::int AS n FROM ${table} t JOIN site s ON s.id = $1`, [siteId])).rows[0].n;
const create = (key: string, externalId = "ada", request?: string) =>
  database.people.create({
    ...{ siteId, externalId, displayName: "Ada", templates: [template(1)] },
    attempt: { apiKeyId: callerId, requestId: "r1" },
    idempotency: {
      ...call(key, request),
      expiresAt: inAnHour(),
      outcome: ({ templateIds, attemptId }) => ({ templateIds: [...templateIds], attemptId }),
    },
  });

describe("a write under an idempotency key", () => {
  it("is done once by fifty calls at once, and tells the others that it is done", async () => {
    const people = await count("person");
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => create("k1")));
    expect(outcomes.filter(({ kind }) => kind === "created")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "alreadyDone")).toHaveLength(49);
    expect(await count("person")).toBe(people + 1);
  });

  it("leaves what to answer again, for the same key and request alone", async () => {
    const created = await create("k1");
    if (created.kind !== "created") throw new Error(created.kind);
    const { templateIds, attemptId, person } = created;
    expect(await database.idempotency.find(call("k1"))).toEqual({
      kind: "done",
      outcome: { templateIds, attemptId },
      personId: person.id,
    });
    expect(await database.idempotency.find(call("k1", "another request"))).toEqual({ kind: "otherRequest" });
    expect(await database.idempotency.find(call("k2"))).toEqual({ kind: "none" });
    expect(await database.idempotency.find({ ...call("k1"), callerId: crypto.randomUUID() })).toEqual({ kind: "none" });
    expect(await create("k1", "eve", "another request")).toEqual({ kind: "alreadyDone" });
    expect(await database.people.findByExternalId(siteId, "eve")).toBeNull();
  });

  it("keeps neither the key nor the digest of the request as they came", async () => {
    await create("a-key-that-names-ada");
    const { rows } = await store.sql.query(
      "SELECT row_to_json(r)::text AS text FROM idempotency_record r WHERE caller_id = $1",
      [callerId],
    );
    const digest = Buffer.from(call("x").requestDigest).toString("hex");
    const key = Buffer.from("a-key-that-names-ada").toString("hex");
    for (const secret of ["names-ada", "Ada", digest, key]) expect(rows[0].text).not.toContain(secret);
  });

  it("leaves the key free when nothing was written", async () => {
    await enrol(database, siteId, "ada");
    expect(await create("k1")).toEqual({ kind: "duplicateExternalId" });
    const idempotency = { ...call("k2"), expiresAt: inAnHour(), outcome: () => ({}) };
    expect(await database.people.delete(siteId, "nobody", idempotency)).toEqual({ kind: "notFound" });
    for (const key of ["k1", "k2"]) expect(await database.idempotency.find(call(key))).toEqual({ kind: "none" });
  });

  it("is done for changes, removals, deletions and decisions too", async () => {
    const { person, templateIds } = await enrol(database, siteId, "ada", [1, 2]);
    const write = (key: string) => ({ ...call(key), expiresAt: inAnHour(), outcome: () => ({ by: key }) });
    const added = { templates: [template(3)], idempotency: write("add") };
    expect(await database.people.addTemplates(siteId, "ada", added)).toMatchObject({ kind: "added" });
    expect(await database.people.addTemplates(siteId, "ada", added)).toEqual({ kind: "alreadyDone" });
    const remove = () => database.people.removeTemplate(siteId, "ada", templateIds[0]!, write("remove"));
    expect(await remove()).toMatchObject({ kind: "removed" });
    expect(await remove()).toEqual({ kind: "alreadyDone" });
    const attempt = { siteId, kind: "VERIFY", claimedPersonId: person.id, candidates: [] } as const;
    expect(await database.attempts.recordOnce(attempt, write("verify"))).toEqual(expect.any(String));
    expect(await database.attempts.recordOnce(attempt, write("verify"))).toBeNull();
    const erase = () => database.people.delete(siteId, "ada", write("delete"));
    expect(await erase()).toMatchObject({ kind: "deleted" });
    expect(await erase()).toEqual({ kind: "alreadyDone" });
    expect(await database.idempotency.find(call("delete"))).toEqual({
      ...{ kind: "done", outcome: { by: "delete" }, personId: null },
    });
  });

  it("does not bring back or describe a person who was erased since", async () => {
    await create("k1");
    await database.people.delete(siteId, "ada");
    expect(await database.idempotency.find(call("k1"))).toEqual({ kind: "done", outcome: null, personId: null });
    expect(await create("k1")).toEqual({ kind: "alreadyDone" });
    expect(await database.people.findByExternalId(siteId, "ada")).toBeNull();
  });

  it("is forgotten when it expires", async () => {
    await create("k1");
    clock = inAnHour();
    expect(await database.idempotency.find(call("k1"))).toEqual({ kind: "none" });
    expect(await create("k1", "eve")).toMatchObject({ kind: "created" });
    expect(await database.idempotency.sweepExpired()).toBeGreaterThan(0);
    expect(await database.idempotency.find(call("k1"))).toMatchObject({ kind: "done" });
  });
});

describe("an enrolment", () => {
  it("is recorded as an attempt together with the person, or not at all", async () => {
    const created = await create("k1");
    if (created.kind !== "created") throw new Error(created.kind);
    expect(await database.attempts.get(siteId, created.attemptId)).toMatchObject({
      ...{ kind: "ENROLL", decision: "ENROLLED", claimedPersonId: created.person.id, claimedExternalId: "ada" },
      ...{ requestId: "r1", apiKeyId: callerId, candidates: [], hasProbeVector: false },
    });
    await create("k2");
    const { edges } = await database.attempts.list(siteId, { first: 10, kind: "ENROLL" });
    expect(edges).toHaveLength(1);
    const failing = database.people.create({
      ...{ siteId, externalId: "eve", displayName: "Eve", templates: [template(1)] },
      attempt: { apiKeyId: crypto.randomUUID() },
    });
    await expect(failing).rejects.toThrow();
    expect(await database.people.findByExternalId(siteId, "eve")).toBeNull();
  });
});
