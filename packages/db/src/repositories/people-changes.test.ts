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
import type { PeopleFilter, PeopleOrder } from "./people.port.js";

let server: TestServer;
let store: TestDatabase;
let database: Database;
let siteId: string;
let clock = new Date("2026-03-01T00:00:00Z");

beforeAll(async () => {
  server = await startTestServer();
  store = await server.createDatabase();
  database = await store.open({ now: () => clock });
});
beforeEach(async () => {
  siteId = (await createSite(database)).id;
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

const gallery = async () => (await database.gallery.load(siteId, MODEL)).entries.map(({ externalId }) => externalId);

describe("changing a person", () => {
  it("takes who is suspended out of the gallery, and puts them back", async () => {
    await enrol(database, siteId, "ada");
    const before = await database.gallery.sequence(siteId);
    expect(await database.people.update(siteId, "ada", { state: "SUSPENDED" })).toMatchObject({ state: "SUSPENDED" });
    expect(await gallery()).toEqual([]);
    const changes = await database.gallery.changesSince(siteId, before, MODEL);
    expect(changes.persons).toMatchObject([{ entries: [] }]);
    expect(await database.people.templates(siteId, "ada", MODEL)).toMatchObject({ state: "SUSPENDED" });
    await database.people.update(siteId, "ada", { state: "ACTIVE" });
    expect(await gallery()).toEqual(["ada"]);
  });

  it("renames and tags, and says nothing of nobody", async () => {
    await enrol(database, siteId, "ada");
    const changed = await database.people.update(siteId, "ada", { displayName: "Countess", addTags: ["staff", "b"] });
    expect(changed).toMatchObject({ displayName: "Countess", tags: ["b", "staff"] });
    const other = await database.people.update(siteId, "ada", { removeTags: ["b", "x"], addTags: ["staff"] });
    expect(other).toMatchObject({ displayName: "Countess", tags: ["staff"] });
    expect(await database.people.tags(siteId)).toEqual(["staff"]);
    expect(await database.people.update(siteId, "nobody", {})).toBeNull();
    expect(await database.people.update((await createSite(database)).id, "ada", {})).toBeNull();
  });
});

describe("finding people", () => {
  const names = async (filter: PeopleFilter & { order?: PeopleOrder; descending?: boolean }) => {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { edges, hasNextPage } = await database.people.list(siteId, { first: 2, after, ...filter });
      found.push(...edges.map(({ node }) => node.externalId));
      after = hasNextPage ? (edges.at(-1)?.cursor ?? null) : null;
    } while (after !== null);
    expect(await database.people.count(siteId, filter)).toBe(found.length);
    return found;
  };

  it("filters by state, tag and consent, and orders by each column across pages", async () => {
    const consent = (expiresAt: Date | null) => ({ basis: "CONSENT", textVersion: "1", obtainedAt: clock, expiresAt });
    const add = async (externalId: string, displayName: string, consents: ReturnType<typeof consent> | null) => {
      clock = new Date(clock.getTime() + 1000);
      await database.people.create({ siteId, externalId, displayName, consent: consents, templates: [template(1)] });
    };
    await add("c", "Zoe", consent(null));
    await add("a", "Bob", consent(new Date(clock.getTime() + 2000)));
    await add("d", "Bob", null);
    await add("b", "Ada", consent(new Date(clock.getTime() + 999_999)));
    await add("e", "Eve", null);
    await database.people.update(siteId, "d", { state: "SUSPENDED", addTags: ["night"] });
    expect(await names({})).toEqual(["a", "b", "c", "d", "e"]);
    expect(await names({ descending: true })).toEqual(["e", "d", "c", "b", "a"]);
    expect(await names({ order: "DISPLAY_NAME" })).toEqual(["b", "a", "d", "e", "c"]);
    expect(await names({ order: "DISPLAY_NAME", descending: true })).toEqual(["c", "e", "d", "a", "b"]);
    expect(await names({ order: "CREATED_AT" })).toEqual(["c", "a", "d", "b", "e"]);
    expect(await names({ order: "CREATED_AT", descending: true })).toEqual(["e", "b", "d", "a", "c"]);
    expect(await names({ state: "SUSPENDED" })).toEqual(["d"]);
    expect(await names({ tag: "night" })).toEqual(["d"]);
    expect(await names({ consent: "VALID" })).toEqual(["b", "c"]);
    expect(await names({ consent: "EXPIRED" })).toEqual(["a"]);
    expect(await names({ consent: "NONE" })).toEqual(["d", "e"]);
    expect(await names({ search: "bob", state: "ACTIVE" })).toEqual(["a"]);
    const { edges } = await database.people.list(siteId, { first: 1 });
    const elsewhere = { first: 1, after: edges[0]!.cursor, order: "CREATED_AT" } as const;
    await expect(database.people.list(siteId, elsewhere)).rejects.toBeInstanceOf(InvalidCursorError);
  });

  it("finds few and many of thousands alike, and none of another site", async () => {
    await enrol(database, (await createSite(database)).id, "common 1");
    // As many have their name as are read in order, and a few their external id as are found by its index.
    await store.sql.query(
      `WITH made AS (SELECT gen_random_uuid() AS id, i FROM generate_series(1, 6000) i), people AS (
         INSERT INTO person (id, display_name, wrapped_data_key, master_key_id, created_at, updated_at)
         SELECT id, 'Common ' || i, '\\x00', 'none', now(), now() FROM made)
       INSERT INTO site_membership (site_id, person_id, external_id)
       SELECT $1, id, CASE WHEN i % 2000 = 0 THEN 'rare ' || i ELSE 'p' || lpad(i::text, 4, '0') END FROM made`,
      [siteId],
    );
    expect(await names({ search: "RARE" })).toEqual(["rare 2000", "rare 4000", "rare 6000"]);
    expect(await names({ search: "common 111" })).toEqual([
      "p0111",
      ...Array.from({ length: 10 }, (_, i) => `p111${i}`),
    ]);
    const many = { search: "common", order: "EXTERNAL_ID", descending: true } as const;
    expect(await database.people.count(siteId, many)).toBe(6000);
    const first = await database.people.list(siteId, { first: 4, ...many });
    const second = await database.people.list(siteId, { first: 1, after: first.edges.at(-1)!.cursor, ...many });
    const found = [...first.edges, ...second.edges].map(({ node }) => node.externalId);
    expect(found).toEqual(["rare 6000", "rare 4000", "rare 2000", "p5999", "p5998"]);
  });
});

describe("merging two people", () => {
  it("leaves one, who is recognised by the photos of both and keeps their attempts", async () => {
    await enrol(database, siteId, "ada", [1]);
    const second = await enrol(database, siteId, "ada-2", [2, 3]);
    await database.people.update(siteId, "ada", { addTags: ["a"] });
    await database.people.update(siteId, "ada-2", { addTags: ["b"] });
    const attemptId = await database.attempts.record({
      ...{ siteId, kind: "VERIFY", decision: "ACCEPT", claimedPersonId: second.person.id, claimedExternalId: "ada-2" },
      candidates: [{ personId: second.person.id, templateId: second.templateIds[0]!, distance: 0.1 }],
    });
    const merged = await database.people.merge(siteId, "ada", "ada-2");
    if (merged.kind !== "merged") throw new Error(merged.kind);
    expect(merged.person).toMatchObject({ externalId: "ada", tags: ["a", "b"] });
    expect(merged.person.templates).toHaveLength(3);
    const { templates } = (await database.people.templates(siteId, "ada", MODEL))!;
    expect(templates.map(({ vector }) => vector[0]).sort()).toEqual([1, 2, 3]);
    expect(await database.people.chip(siteId, second.templateIds[0]!)).toEqual(template(2).chip);
    expect(await gallery()).toEqual(["ada", "ada", "ada"]);
    expect(await database.people.findByExternalId(siteId, "ada-2")).toBeNull();
    const attempt = await database.attempts.get(siteId, attemptId);
    expect(attempt).toMatchObject({ claimedPersonId: merged.person.id, claimedExternalId: "ada-2" });
    expect(attempt?.candidates[0]?.person?.externalId).toBe("ada");
  });

  it("takes the second away from caches of the gallery", async () => {
    await enrol(database, siteId, "x", [1]);
    const { person } = await enrol(database, siteId, "y", [2]);
    const before = await database.gallery.sequence(siteId);
    await database.people.merge(siteId, "x", "y");
    const { persons } = await database.gallery.changesSince(siteId, before, MODEL);
    expect(persons.find(({ personId }) => personId === person.id)?.entries).toEqual([]);
    expect(persons.find(({ personId }) => personId !== person.id)?.entries).toHaveLength(2);
  });

  it("needs two people of the site", async () => {
    await enrol(database, siteId, "one");
    expect(await database.people.merge(siteId, "one", "one")).toEqual({ kind: "notFound" });
    expect(await database.people.merge(siteId, "one", "nobody")).toEqual({ kind: "notFound" });
    expect(await database.people.merge("nonsense", "one", "nobody")).toEqual({ kind: "notFound" });
  });
});

describe("belonging to several sites", () => {
  it("makes a person known elsewhere by the same templates, under a name of that site", async () => {
    const { person } = await enrol(database, siteId, "ada", [1, 2]);
    const elsewhere = (await createSite(database)).id;
    const before = await database.gallery.sequence(elsewhere);
    const to = { siteId: elsewhere, externalId: "a-1" };
    const added = await database.people.addMembership(siteId, "ada", to);
    if (added.kind !== "added") throw new Error(added.kind);
    expect(added.person).toMatchObject({ id: person.id, externalId: "ada" });
    expect(added.person.memberships).toHaveLength(2);
    expect(added.person.memberships).toEqual(expect.arrayContaining([{ siteId, externalId: "ada" }, to]));
    expect(await database.people.findByExternalId(elsewhere, "a-1")).toMatchObject({ id: person.id });
    const { persons, sequence } = await database.gallery.changesSince(elsewhere, before, MODEL);
    expect(persons[0]?.entries.map(({ externalId }) => externalId)).toEqual(["a-1", "a-1"]);

    expect(await database.people.addMembership(siteId, "ada", to)).toMatchObject({ kind: "added" });
    expect(await database.gallery.sequence(elsewhere)).toBe(sequence);
    const renamed = { siteId: elsewhere, externalId: "a-2" };
    expect(await database.people.addMembership(siteId, "ada", renamed)).toEqual({ kind: "duplicateExternalId" });
    await enrol(database, siteId, "bob");
    expect(await database.people.addMembership(siteId, "bob", to)).toEqual({ kind: "duplicateExternalId" });
    expect(await database.people.addMembership(siteId, "nobody", to)).toEqual({ kind: "notFound" });
    const nowhere = { siteId: "nonsense", externalId: "a" };
    expect(await database.people.addMembership(siteId, "ada", nowhere)).toEqual({ kind: "notFound" });
  });

  it("is forgotten by the site that they leave, and by no other", async () => {
    const { person, templateIds } = await enrol(database, siteId, "ada", [1]);
    const elsewhere = (await createSite(database)).id;
    await database.people.addMembership(siteId, "ada", { siteId: elsewhere, externalId: "a-1" });
    const candidates = [{ personId: person.id, templateId: templateIds[0]!, distance: 0.1 }];
    const attempt = (at: string, claimedExternalId: string, claimedPersonId: string | null = person.id) =>
      database.attempts.record({
        ...{ siteId: at, kind: "VERIFY", decision: "ACCEPT", claimedPersonId, claimedExternalId, candidates },
        ...{ modelId: MODEL, probeVector: Float32Array.of(1, 2, 3, 4), probeChip: Buffer.from("probe") },
      });
    const [left, kept, unnamed] = [
      await attempt(elsewhere, "a-1"),
      await attempt(siteId, "ada"),
      await attempt(elsewhere, "a-1", null),
    ];
    const before = await database.gallery.sequence(elsewhere);
    expect(await database.people.removeMembership(elsewhere, "a-1")).toEqual({ kind: "removed" });
    expect((await database.gallery.changesSince(elsewhere, before, MODEL)).persons).toEqual([
      { personId: person.id, entries: [] },
    ]);
    for (const id of [left, unnamed]) {
      const found = await database.attempts.get(elsewhere, id);
      expect(found).toMatchObject({ claimedPersonId: null, claimedExternalId: null, decision: "ACCEPT" });
      expect(found?.candidates).toMatchObject([{ person: null, templateId: null, distance: 0.1 }]);
      expect(await database.attempts.probe(elsewhere, id)).toEqual({ vector: null, chip: null });
    }
    expect(await database.attempts.get(siteId, kept)).toMatchObject({
      ...{ claimedPersonId: person.id, claimedExternalId: "ada", candidates: [{ templateId: templateIds[0] }] },
    });
    expect((await database.attempts.probe(siteId, kept))?.chip).toEqual(Buffer.from("probe"));
    expect(await database.people.removeMembership(elsewhere, "a-1")).toEqual({ kind: "notFound" });
    expect(await database.people.removeMembership(siteId, "ada")).toEqual({ kind: "lastSite" });
    expect(await gallery()).toEqual(["ada"]);
  });

  it("is left with one site when all are taken away at once", async () => {
    await enrol(database, siteId, "ada");
    const others = await Promise.all([1, 2].map(async () => (await createSite(database)).id));
    for (const other of others) {
      await database.people.addMembership(siteId, "ada", { siteId: other, externalId: "ada" });
    }
    const outcomes = await Promise.all(
      [siteId, ...others].map((site) => database.people.removeMembership(site, "ada")),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["lastSite", "removed", "removed"]);
  });
});

describe("reviewing and reading attempts", () => {
  const verify = (decision: "ACCEPT" | "REJECT", distance: number) =>
    database.attempts.record({
      ...{ siteId, kind: "VERIFY", decision, distance, threshold: 0.5, modelId: MODEL, candidates: [] },
      ...{ claimedExternalId: "ada", quality: { score: 77 }, timings: { decode: 2, embed: 3 } },
    });

  it("keeps every review, and finds attempts by the newest", async () => {
    const [first, second] = [await verify("ACCEPT", 0.1), await verify("REJECT", 0.9)];
    const list = async (review: "NONE" | "GENUINE" | "IMPOSTOR") =>
      (await database.attempts.list(siteId, { first: 5, review })).edges.map(({ node }) => node.id);
    expect(await list("NONE")).toEqual([second, first]);
    expect(await database.attempts.review(siteId, first, { verdict: "GENUINE", userId: null })).toMatchObject({
      verdict: "GENUINE",
    });
    clock = new Date(clock.getTime() + 1);
    const again = await database.attempts.review(siteId, first, {
      verdict: "IMPOSTOR",
      userId: null,
      probability: 0.5,
    });
    expect(again?.reviews.map(({ verdict, probability }) => [verdict, probability])).toEqual([
      ["IMPOSTOR", 0.5],
      ["GENUINE", null],
    ]);
    expect([await list("NONE"), await list("GENUINE"), await list("IMPOSTOR")]).toEqual([[second], [], [first]]);
    const foreign = (await createSite(database)).id;
    expect(await database.attempts.review(foreign, first, { verdict: "UNSURE", userId: null })).toBeNull();
  });

  it("filters by decision, claim and time, and tells what came since", async () => {
    const first = await verify("ACCEPT", 0.1);
    clock = new Date(clock.getTime() + 60_000);
    const problem = await database.attempts.record({
      ...{ siteId, kind: "IDENTIFY", problemCode: "NO_FACE_FOUND", modelId: MODEL, candidates: [] },
    });
    const list = async (filter: object) =>
      (await database.attempts.list(siteId, { first: 5, ...filter })).edges.map(({ node }) => node.id);
    expect(await list({ decision: "PROBLEM" })).toEqual([problem]);
    expect(await list({ claimedExternalId: "ada" })).toEqual([first]);
    expect(await list({ from: clock })).toEqual([problem]);
    expect(await list({ to: clock })).toEqual([first]);
    expect(await list({ personId: crypto.randomUUID() })).toEqual([]);
    expect((await database.attempts.since(siteId, clock)).map(({ id }) => id)).toEqual([problem]);
  });

  it("hands out what decisions were taken from, and counts by the hour", async () => {
    const id = await verify("ACCEPT", 0.25);
    expect(await database.attempts.decided(siteId, MODEL, 10)).toMatchObject([
      { id, kind: "VERIFY", decision: "ACCEPT", qualityScore: 77, distances: [0.25] },
    ]);
    expect(await database.attempts.decided(siteId, "another", 10)).toEqual([]);
    const { counts, latency } = await database.attempts.activity(siteId, new Date(0));
    expect(counts).toMatchObject([{ kind: "VERIFY", decision: "ACCEPT", problemCode: null, count: 1 }]);
    expect(counts[0]?.hour.getTime()).toBe(Math.floor(clock.getTime() / 3_600_000) * 3_600_000);
    expect(latency).toMatchObject([{ medianMs: 5, p95Ms: 5 }]);
  });
});
