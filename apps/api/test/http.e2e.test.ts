import { randomBytes } from "node:crypto";
import { defaultThresholds } from "facenet-core";
import { type Database, environmentKeyProvider, openDatabase } from "facenet-db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "facenet-db/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashApiKey } from "../src/modules/access/api-key.js";
import type { Scope } from "../src/modules/access/caller.js";
import { image, portrait, takenAgain } from "./support/photos.js";
import { API_KEY, DELETE_PERSON, ENROLL, makeDataDir, removeDataDir, TestServer } from "./support/server.js";

const MASTER_KEY = randomBytes(32).toString("base64");
const MAX_BODY_BYTES = 3_000_000;
const MARKER = "MARKERzqx";

describe("the door of the API, on a PostgreSQL of the operator's own", () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let db: Database;
  let server: TestServer;
  let ownSiteId: string;
  let otherSiteId: string;

  const addKey = async (siteId: string, scopes: Scope[], expiresAt?: Date) => {
    const key = `fnk_test_${randomBytes(16).toString("hex")}`;
    await db.apiKeys.create({
      siteIds: [siteId],
      name: "test",
      keyHash: hashApiKey(key),
      hint: key.slice(-4),
      scopes,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
    return key;
  };

  beforeAll(async () => {
    dataDir = await makeDataDir();
    postgres = await startEmbeddedPostgres({ dataDir });
    server = await TestServer.start({
      DATABASE_URL: postgres.connectionString,
      DATA_DIR: `${dataDir}/unused`,
      MASTER_KEY,
      BOOTSTRAP_API_KEY: API_KEY,
      MAX_BODY_BYTES: String(MAX_BODY_BYTES),
      NODE_ENV: "production",
      LOG_LEVEL: "trace",
    });
    db = await openDatabase({
      connectionString: postgres.connectionString,
      keyProvider: environmentKeyProvider(MASTER_KEY),
    });
    const [site] = await db.sites.list();
    ownSiteId = site!.id;
    const policy = await db.policies.active(ownSiteId);
    const other = await db.sites.createWithPolicy({
      name: "Other site",
      policy: { ...defaultThresholds(policy!.modelId), author: "test" },
    });
    otherSiteId = other.site.id;
  });
  afterAll(async () => {
    await server?.stop();
    await db?.close();
    await postgres?.stop();
    await removeDataDir(dataDir);
  });

  it("is alive and ready", async () => {
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ ready: true, checks: { database: true, engine: true } });
  });

  it.each([
    ["no key", null],
    ["a wrong key", "fnk_wrong_wrong_wrong_wrong_wrong_wrong"],
  ])("answers 401 in the shape of GraphQL to %s", async (_name, key) => {
    const { status, body, headers } = await server.post({ query: "{ __typename }" }, { key });
    expect(status).toBe(401);
    expect(body).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    expect(headers.get("www-authenticate")).toBe("Bearer");
  });

  it("answers 401 to an expired key", async () => {
    const key = await addKey(ownSiteId, ["manage"], new Date(Date.now() - 1000));
    expect((await server.post({ query: "{ __typename }" }, { key })).status).toBe(401);
  });

  it("refuses GET, batches and what is not JSON", async () => {
    const get = await fetch(`${server.url}/graphql?query={__typename}`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    expect(get.status).toBe(405);
    expect(get.headers.get("allow")).toBe("POST");
    expect(await get.json()).toMatchObject({ errors: [{ extensions: { code: "METHOD_NOT_ALLOWED" } }] });
    const batch = await server.post([{ query: "{ __typename }" }, { query: "{ __typename }" }]);
    expect(batch).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: "BAD_REQUEST" } }] } });
    const broken = await server.post(`{"query": ${MARKER}`);
    expect(broken).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: "BAD_REQUEST" } }] } });
    expect(broken.text).not.toContain(MARKER);
    const form = await server.post("query=1", { headers: { "content-type": "application/x-www-form-urlencoded" } });
    expect(form.status).toBe(415);
  });

  it("answers 413 in the shape of GraphQL to a body over the limit", async () => {
    const base64 = "A".repeat(MAX_BODY_BYTES);
    const { status, body } = await server.post({
      query: ENROLL,
      variables: { input: { externalId: "big", photos: [{ base64 }] } },
    });
    expect(status).toBe(413);
    expect(body).toMatchObject({ errors: [{ extensions: { code: "BODY_TOO_LARGE", maxBodyBytes: MAX_BODY_BYTES } }] });
  });

  it("holds a key to its scopes", async () => {
    const verifyOnly = await addKey(ownSiteId, ["verify"]);
    const refused = await server.post({ query: "{ people { nodes { id } } }" }, { key: verifyOnly });
    expect(refused.body).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
    const photos = [image(await portrait("ada"))];
    const enroll = await server.post(
      { query: ENROLL, variables: { input: { externalId: "x", photos } } },
      { key: verifyOnly },
    );
    expect(enroll.body).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }], data: null });
    expect((await server.call("{ sites { nodes { id } } }", {}, verifyOnly)).sites.nodes).toEqual([{ id: ownSiteId }]);
  });

  it("shows a key its own site only", async () => {
    const otherKey = await addKey(otherSiteId, ["enroll", "verify", "identify", "manage"]);
    const photo = image(await portrait("ada"));
    const person = { externalId: "sam", photos: [photo] };
    expect(await server.enroll({ ...person, siteId: ownSiteId })).toMatchObject({ __typename: "Enrolled" });
    expect(await server.enroll({ ...person, siteId: otherSiteId })).toMatchObject({ code: "SITE_NOT_FOUND" });
    expect(await server.enroll({ ...person, siteId: "no-such-site" })).toMatchObject({ code: "SITE_NOT_FOUND" });

    const elsewhere = await server.whoIsIt({ photo }, otherKey);
    expect(elsewhere).toMatchObject({ outcome: "UNKNOWN", candidates: [] });
    expect(await server.verify({ externalId: "sam", photo }, otherKey)).toMatchObject({
      code: "PERSON_NOT_FOUND",
    });
    // The same name and face may be enrolled there: the sites know nothing of each other.
    expect(await server.enroll(person, otherKey)).toMatchObject({ __typename: "Enrolled" });
    expect((await server.call("{ sites { nodes { id } } }", {}, otherKey)).sites.nodes).toEqual([{ id: otherSiteId }]);
    expect((await server.call("{ attempts { nodes { kind } } }")).attempts.nodes).toEqual([{ kind: "ENROLL" }]);
    const foreign = await server.post({ query: `{ people(siteId: "${otherSiteId}") { nodes { id } } }` });
    expect(foreign.body).toMatchObject({ errors: [{ extensions: { code: "SITE_NOT_FOUND" } }] });
    await server.call(DELETE_PERSON, { input: { externalId: "sam" } });
    const still = await server.verify({ externalId: "sam", photo }, otherKey);
    expect(still).toMatchObject({ decision: "ACCEPT" });
  });

  it("tells a key without the manage scope only whom a decision is about", async () => {
    const identifyOnly = await addKey(otherSiteId, ["identify"]);
    const known = image(await takenAgain(await portrait("ada")));
    expect(await server.whoIsIt({ photo: known }, identifyOnly)).toMatchObject({
      outcome: "IDENTIFIED",
      candidates: [{ person: { externalId: "sam" } }],
    });
    const stranger = image(await portrait("grace"));
    expect(await server.whoIsIt({ photo: stranger }, identifyOnly)).toMatchObject({
      outcome: "UNKNOWN",
      candidates: [],
    });
  });

  it.each([
    ["no photos", { externalId: "a", photos: [] }, "photos"],
    ["neither base64 nor uploadId", { externalId: "a", photos: [{}] }, "photos.0"],
    ["both base64 and uploadId", { externalId: "a", photos: [{ base64: "AAAA", uploadId: "b" }] }, "photos.0"],
    ["wrong base64", { externalId: "a", photos: [{ base64: `${MARKER}!` }] }, "photos.0.base64"],
    ["an empty external id", { externalId: "", photos: [{ base64: "AAAA" }] }, "externalId"],
    ["a control character", { externalId: `${MARKER}\u0000`, photos: [{ base64: "AAAA" }] }, "externalId"],
    ["a huge external id", { externalId: MARKER.repeat(50), photos: [{ base64: "AAAA" }] }, "externalId"],
    [
      "consent that ends before it begins",
      {
        externalId: "a",
        photos: [{ base64: "AAAA" }],
        consent: {
          basis: "CONSENT",
          textVersion: "1",
          obtainedAt: "2026-02-01T00:00:00Z",
          expiresAt: "2026-01-01T00:00:00Z",
        },
      },
      "consent.expiresAt",
    ],
  ])("answers INVALID_INPUT to %s, naming the field and not the value", async (_name, input, field) => {
    const { body, text } = await server.post({ query: ENROLL, variables: { input } });
    expect(body.data.enroll).toMatchObject({ __typename: "InvalidInput", code: "INVALID_INPUT", field });
    expect(text).not.toContain(MARKER);
  });

  it.each([
    ["a variable of another type", { query: ENROLL, variables: { input: { externalId: { a: MARKER }, photos: [] } } }],
    [
      "a wrong enum value",
      { query: ENROLL, variables: { input: { externalId: "a", photos: [], faceSelection: MARKER } } },
    ],
    [
      "a field that does not exist",
      { query: ENROLL, variables: { input: { externalId: "a", photos: [], [MARKER]: 1 } } },
    ],
    [
      "a wrong date",
      {
        query: ENROLL,
        variables: {
          input: { externalId: "a", photos: [], consent: { basis: "a", textVersion: "b", obtainedAt: MARKER } },
        },
      },
    ],
    ["a missing field", { query: ENROLL, variables: { input: { externalId: MARKER } } }],
    ["no variables", { query: ENROLL }],
    ["a literal of another type", { query: `{ person(externalId: ${MARKER}) { id } }` }],
    ["a string literal for a number", { query: `{ people(first: "${MARKER}") { nodes { id } } }` }],
    ["a document that does not parse", { query: `{ person(externalId: "${MARKER}) { id } }` }],
    ["a stray string", { query: `{ "${MARKER}" }` }],
    ["an operation name that does not exist", { query: "{ __typename }", operationName: MARKER }],
    ["a bad cursor", { query: `{ people(after: "${MARKER}") { nodes { id } } }` }],
    ["a bad page size", { query: "{ people(first: 101) { nodes { id } } }" }],
    ["introspection in production", { query: "{ __schema { types { name } } }" }],
    ["a document of many tokens", { query: `{ ${"a: __typename ".repeat(3000)} }` }],
  ])("echoes nothing of %s", async (_name, request) => {
    const { status, body, text } = await server.post(request);
    expect(status).toBeLessThan(500);
    expect(body.errors).toHaveLength(1);
    expect(text).not.toContain(MARKER);
    expect(text).not.toContain("INTERNAL");
    expect(text).not.toContain('"http"');
  });

  it("logs neither keys nor values", () => {
    expect(server.log).toContain('"msg":"request"');
    for (const secret of [MARKER, API_KEY, "sam", postgres.connectionString]) expect(server.log).not.toContain(secret);
  });

  it("says that the database is gone, and that the call may be repeated", async () => {
    await db.close();
    await postgres.stop();
    // A key that is not known is looked up; one that was just used is remembered for a second.
    const key = "fnk_unknown_unknown_unknown_unknown";
    const { status, body, headers } = await server.post({ query: "{ sites { nodes { id } } }" }, { key });
    expect(status).toBe(503);
    expect(body).toMatchObject({ errors: [{ extensions: { code: "DATABASE_UNAVAILABLE" } }] });
    expect(headers.get("retry-after")).not.toBeNull();
    const known = await server.post({ query: "{ sites { nodes { id } } }" });
    expect(known.body).toMatchObject({ errors: [{ extensions: { code: "DATABASE_UNAVAILABLE" } }] });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });
});
