import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  createSite,
  enrol,
  MODEL,
  startTestServer,
  type TestDatabase,
  type TestServer,
  template,
} from "../../test/test-database.js";
import { InvalidCursorError } from "../client/errors.js";
import type { Database } from "../database.js";
import { DecryptionError } from "../encryption/index.js";
import { encodeVector } from "../encryption/vector-codec.js";

let server: TestServer;
let store: TestDatabase;
let database: Database;
let siteId: string;

beforeAll(async () => {
  server = await startTestServer();
  store = await server.createDatabase();
  database = await store.open();
});
beforeEach(async () => {
  siteId = (await createSite(database)).id;
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

const count = async (table: string, where = "true", values: unknown[] = []) =>
  (await store.sql.query(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`, values)).rows[0].n as number;

describe("creating people", () => {
  it("finds a created person with consent and templates, in their own site only", async () => {
    const obtainedAt = new Date("2026-01-02T03:04:05.678Z");
    const outcome = await database.people.create({
      siteId,
      externalId: "ada",
      displayName: "Ada",
      consent: { basis: "consent", textVersion: "3", obtainedAt },
      templates: [template(1), template(2)],
    });
    const person = await database.people.findByExternalId(siteId, "ada");
    expect(outcome).toMatchObject({ kind: "created", person, templateIds: person?.templates.map(({ id }) => id) });
    expect(person).toMatchObject({
      externalId: "ada",
      displayName: "Ada",
      consent: { basis: "consent", textVersion: "3", obtainedAt, expiresAt: null },
      templates: [
        { modelId: MODEL, qualityScore: 80, quality: { score: 80, sharpness: 0.01, pose: { yaw: 1.5 } } },
        { quality: { sharpness: 0.02 } },
      ],
    });
    const elsewhere = await createSite(database);
    expect(await database.people.findByExternalId(elsewhere.id, "ada")).toBeNull();
    expect(await database.people.findByIds(elsewhere.id, [person!.id])).toEqual([]);
    expect(await database.people.findByIds(siteId, [person!.id])).toEqual([person]);
    expect((await enrol(database, elsewhere.id, "ada")).person.id).not.toBe(person!.id);
  });

  it("refuses an external id that the site has, and leaves nothing behind", async () => {
    await enrol(database, siteId, "ada");
    const before = [await count("person"), await count("face_template"), await database.gallery.sequence(siteId)];
    const again = { siteId, externalId: "ada", displayName: "Other", templates: [template(9)] };
    expect(await database.people.create(again)).toEqual({ kind: "duplicateExternalId" });
    expect([await count("person"), await count("face_template"), await database.gallery.sequence(siteId)]).toEqual(
      before,
    );
  });

  it("lets exactly one of many concurrent creations of one external id win", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        database.people.create({ siteId, externalId: "raced", displayName: `${index}`, templates: [template(index)] }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === "created")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "duplicateExternalId")).toHaveLength(11);
    expect(await count("site_membership", "site_id = $1", [siteId])).toBe(1);
    expect(await database.gallery.sequence(siteId)).toBe(1n);
  });

  it("needs a template", async () => {
    const nobody = { siteId, externalId: "none", displayName: "None", templates: [] };
    await expect(database.people.create(nobody)).rejects.toThrow(RangeError);
  });

  it("takes ids and texts that no row can have for absent, not for errors", async () => {
    await enrol(database, siteId, "ada");
    const { people, sites, policies, attempts } = database;
    for (const bad of ["", "nonsense", "'; DROP TABLE person; --", "\0", `${siteId}\n`]) {
      expect(await people.findByExternalId(bad, "ada")).toBeNull();
      expect(await people.findByExternalId(siteId, `${bad}\0`)).toBeNull();
      expect(await people.templates(siteId, bad, MODEL)).toBeNull();
      expect(await people.chip(siteId, bad)).toBeNull();
      expect(await people.removeTemplate(siteId, "ada", bad)).toEqual({ kind: "notFound" });
      expect(await people.delete(bad, "ada")).toEqual({ kind: "notFound" });
      expect(await people.delete(siteId, `${bad}\0`)).toEqual({ kind: "notFound" });
      expect((await people.list(siteId, { first: 5, search: `${bad}\0` })).edges).toEqual([]);
      expect(await sites.get(bad)).toBeNull();
      expect(await policies.active(bad)).toBeNull();
      expect(await attempts.get(siteId, bad)).toBeNull();
    }
  });
});

describe("encryption at rest", () => {
  it("keeps neither vector nor chip nor photo digest in plain", async () => {
    const { templateIds } = await enrol(database, siteId, "ada", [3]);
    const { rows } = await store.sql.query("SELECT * FROM face_template WHERE id = $1", [templateIds[0]]);
    const plain = template(3);
    const stored = Buffer.concat(
      Object.values(rows[0]).map((value) => Buffer.from(Buffer.isBuffer(value) ? value : String(value))),
    );
    for (const secret of [
      encodeVector(plain.vector),
      encodeVector(plain.vector.subarray(1, 3)),
      plain.chip!,
      plain.photoDigest,
    ]) {
      expect(stored.includes(Buffer.from(secret))).toBe(false);
    }
    expect(rows[0].vector).toHaveLength(16 + 29);
  });

  it("gives back what was enrolled, bit for bit", async () => {
    const { person, templateIds } = await enrol(database, siteId, "ada", [3, 4]);
    expect((await database.people.templates(siteId, "ada", MODEL))?.templates).toEqual(
      [3, 4].map((seed, index) => ({
        templateId: templateIds[index],
        personId: person.id,
        vector: template(seed).vector,
      })),
    );
    expect((await database.people.templates(siteId, "ada", "another-model"))?.templates).toEqual([]);
    expect(await database.people.chip(siteId, templateIds[1]!)).toEqual(template(4).chip);
    expect(await database.people.chip((await createSite(database)).id, templateIds[1]!)).toBeNull();
  });

  it("does not open a ciphertext that was moved to another row, column, person or model", async () => {
    const ada = await enrol(database, siteId, "ada", [1, 2]);
    const eve = await enrol(database, siteId, "eve", [3]);
    const [first, second] = ada.templateIds;
    const move = async (sql: string, values: unknown[], externalId: string, modelId = MODEL) => {
      const client = await store.sql.connect();
      try {
        const { rows } = await client.query("SELECT * FROM face_template WHERE person_id = ANY($1)", [
          [ada.person.id, eve.person.id],
        ]);
        await client.query(sql, values);
        await expect(database.people.templates(siteId, externalId, modelId)).rejects.toThrow(DecryptionError);
        await expect(database.gallery.load(siteId, modelId)).rejects.toThrow(DecryptionError);
        for (const { id, person_id, vector, model_id } of rows) {
          const restored = [id, person_id, vector, model_id];
          await client.query(
            "UPDATE face_template SET person_id = $2, vector = $3, model_id = $4 WHERE id = $1",
            restored,
          );
        }
      } finally {
        client.release();
      }
    };
    const copy = "UPDATE face_template SET vector = (SELECT vector FROM face_template WHERE id = $1) WHERE id = $2";
    await move(copy, [first, second], "ada");
    await move(copy, [first, eve.templateIds[0]], "eve");
    await move("UPDATE face_template SET vector = chip WHERE id = $1", [first], "ada");
    await move("UPDATE face_template SET person_id = $1 WHERE id = $2", [eve.person.id, first], "eve");
    await move("UPDATE face_template SET model_id = 'x' WHERE id = $1", [first], "ada", "x");
    expect((await database.people.templates(siteId, "ada", MODEL))?.templates).toHaveLength(2);

    // Together with its data key and under its own row id: it still names its person.
    await store.sql.query(
      "UPDATE person SET wrapped_data_key = (SELECT wrapped_data_key FROM person WHERE id = $1) WHERE id = $2",
      [ada.person.id, eve.person.id],
    );
    await store.sql.query("DELETE FROM face_template WHERE person_id = $1", [eve.person.id]);
    await store.sql.query("UPDATE face_template SET person_id = $1 WHERE id = $2", [eve.person.id, first]);
    await expect(database.people.templates(siteId, "eve", MODEL)).rejects.toThrow(DecryptionError);
  });
});

describe("changing templates", () => {
  it("adds templates that open like the first", async () => {
    await enrol(database, siteId, "ada", [1]);
    const outcome = await database.people.addTemplates(siteId, "ada", { templates: [template(2), template(3)] });
    expect(outcome).toMatchObject({ kind: "added", person: { externalId: "ada" } });
    const vectors = (await database.people.templates(siteId, "ada", MODEL))?.templates.map(({ vector }) => vector[0]);
    expect(vectors).toEqual([1, 2, 3]);
    expect(await database.people.addTemplates(siteId, "bob", { templates: [template(2)] })).toEqual({
      kind: "notFound",
    });
  });

  it("removes a template but never the last, nor another person's or site's", async () => {
    const ada = await enrol(database, siteId, "ada", [1, 2]);
    const eve = await enrol(database, siteId, "eve", [3, 4]);
    const { people } = database;
    const elsewhere = await createSite(database);
    expect(await people.removeTemplate(siteId, "ada", eve.templateIds[0]!)).toEqual({ kind: "notFound" });
    expect(await people.removeTemplate(elsewhere.id, "ada", ada.templateIds[0]!)).toEqual({ kind: "notFound" });
    const removed = await people.removeTemplate(siteId, "ada", ada.templateIds[0]!);
    expect(removed).toMatchObject({ kind: "removed", person: { templates: [{ id: ada.templateIds[1] }] } });
    expect(await people.removeTemplate(siteId, "ada", ada.templateIds[0]!)).toEqual({ kind: "notFound" });
    expect(await people.removeTemplate(siteId, "ada", ada.templateIds[1]!)).toEqual({ kind: "lastTemplate" });
  });

  it("keeps one template when all are removed at once", async () => {
    const { templateIds } = await enrol(database, siteId, "ada", [1, 2, 3, 4, 5]);
    const outcomes = await Promise.all(templateIds.map((id) => database.people.removeTemplate(siteId, "ada", id)));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["lastTemplate", ...Array(4).fill("removed")]);
    expect((await database.people.templates(siteId, "ada", MODEL))?.templates).toHaveLength(1);
  });
});

describe("deleting people", () => {
  const attempts = async () => {
    const { rows } = await store.sql.query(
      "SELECT * FROM attempt WHERE site_id = $1 AND kind <> 'ENROLL' ORDER BY id",
      [siteId],
    );
    return rows;
  };

  it("leaves nothing of them, and of their attempts only figures", async () => {
    const ada = await enrol(database, siteId, "ada", [1, 2]);
    const eve = await enrol(database, siteId, "eve", [3]);
    const probe = { modelId: MODEL, probeVector: template(7).vector, probeChip: template(7).chip };
    const candidate = { personId: ada.person.id, templateId: ada.templateIds[0]!, distance: 0.4 };
    const eveCandidate = { personId: eve.person.id, templateId: eve.templateIds[0]!, distance: 0.7 };
    const base = { siteId, decision: "ACCEPT", distance: 0.4, ...probe } as const;
    await database.attempts.record({
      ...base,
      kind: "VERIFY",
      claimedPersonId: ada.person.id,
      claimedExternalId: "ada",
      candidates: [candidate],
    });
    await database.attempts.record({ ...base, kind: "IDENTIFY", candidates: [eveCandidate, candidate] });
    await database.attempts.record({ ...base, kind: "VERIFY", claimedExternalId: "ada", candidates: [] });
    const claimOnEve = { claimedPersonId: eve.person.id, claimedExternalId: "eve" };
    await database.attempts.record({ ...base, kind: "VERIFY", ...claimOnEve, candidates: [eveCandidate] });
    await database.attempts.record({ ...base, kind: "VERIFY", ...claimOnEve, candidates: [candidate] });

    const outcome = await database.people.delete(siteId, "ada");
    expect(outcome).toEqual({ kind: "deleted", personId: ada.person.id, templateCount: 2 });
    expect(await database.people.delete(siteId, "ada")).toEqual({ kind: "notFound" });
    for (const [table, column] of [
      ["person", "id"],
      ["site_membership", "person_id"],
      ["consent", "person_id"],
      ["face_template", "person_id"],
      ["attempt", "claimed_person_id"],
      ["attempt_candidate", "person_id"],
    ] as const) {
      expect(await count(table, `${column} = $1`, [ada.person.id])).toBe(0);
    }
    expect(await count("attempt_candidate", "template_id = ANY($1)", [ada.templateIds])).toBe(0);
    const rows = await attempts();
    expect(rows.map(({ probe_vector }) => probe_vector !== null)).toEqual([false, false, false, true, false]);
    expect(rows.map(({ wrapped_data_key }) => wrapped_data_key !== null)).toEqual([false, false, false, true, false]);
    expect(rows.map(({ probe_chip }) => probe_chip !== null)).toEqual([false, false, false, true, false]);
    expect(rows.map((row) => row.claimed_external_id)).toEqual([null, null, null, "eve", "eve"]);
    expect(rows.every(({ distance }) => distance === 0.4)).toBe(true);
    expect(await database.people.findByExternalId(siteId, "eve")).not.toBeNull();
  });

  it("lets no attempt that was under way keep the erased person's probe", async () => {
    for (let round = 0; round < 10; round++) {
      const { person, templateIds } = await enrol(database, siteId, "ada", [1]);
      const record = () =>
        database.attempts.record({
          ...{ siteId, kind: "VERIFY", claimedPersonId: person.id, claimedExternalId: "ada", decision: "ACCEPT" },
          ...{ modelId: MODEL, probeVector: template(1).vector, requestId: `round ${round}` },
          candidates: [{ personId: person.id, templateId: templateIds[0]!, distance: 0.1 }],
        });
      await Promise.all([record(), record(), database.people.delete(siteId, "ada"), record(), record()]);
    }
    const rows = await attempts();
    expect(rows).toHaveLength(40);
    for (const row of rows) {
      expect([row.claimed_person_id, row.claimed_external_id, row.probe_vector, row.wrapped_data_key]).toEqual([
        null,
        null,
        null,
        null,
      ]);
    }
  });

  it("deletes people who share attempts at the same time without a deadlock", async () => {
    const people = await Promise.all(["a", "b", "c", "d", "e", "f"].map((id) => enrol(database, siteId, id)));
    for (let index = 0; index < 10; index++) {
      const candidates = people.map(({ person }) => ({ personId: person.id, distance: 0.5 }));
      await database.attempts.record({ siteId, kind: "IDENTIFY", candidates });
    }
    const outcomes = await Promise.all(people.map(({ person }) => database.people.delete(siteId, person.externalId)));
    expect(outcomes.every(({ kind }) => kind === "deleted")).toBe(true);
  });
});

describe("listing people", () => {
  it("hands out every person once, in pages, and finds texts literally", async () => {
    for (const id of ["b", "a", "d", "c", "100%", "10_0", "ÄÖ"]) await enrol(database, siteId, id);
    await enrol(database, (await createSite(database)).id, "foreign");
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await database.people.list(siteId, { first: 3, after });
      seen.push(...page.edges.map(({ node }) => node.externalId));
      after = page.hasNextPage ? page.edges.at(-1)!.cursor : null;
    } while (after !== null);
    expect(seen.toSorted()).toEqual(["100%", "10_0", "a", "b", "c", "d", "ÄÖ"].toSorted());
    const search = async (text: string) =>
      (await database.people.list(siteId, { first: 10, search: text })).edges.map(({ node }) => node.externalId);
    expect(await search("%")).toEqual(["100%"]);
    expect(await search("_")).toEqual(["10_0"]);
    expect(await search("\\")).toEqual([]);
    expect(await search("NAME OF D")).toEqual(["d"]);
  });

  it("refuses cursors that it did not hand out, and page sizes without end", async () => {
    for (const after of ["x", "W10", Buffer.from('["a","b"]').toString("base64url"), "AAAA"]) {
      await expect(database.people.list(siteId, { first: 1, after })).rejects.toThrow(InvalidCursorError);
      await expect(database.attempts.list(siteId, { first: 1, after })).rejects.toThrow(InvalidCursorError);
    }
    for (const first of [0, -1, 1.5, 501]) {
      await expect(database.people.list(siteId, { first })).rejects.toThrow(RangeError);
    }
  });
});
