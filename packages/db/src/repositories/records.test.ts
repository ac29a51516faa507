import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  createApiKey,
  createSite,
  enrol,
  MODEL,
  POLICY,
  startTestServer,
  type TestDatabase,
  type TestServer,
  template,
} from "../../test/test-database.js";
import { GalleryRewoundError } from "../client/errors.js";
import type { Database } from "../database.js";
import { DecryptionError } from "../encryption/index.js";
import type { GalleryEntry } from "./gallery.port.js";

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

const later = (ms: number) => {
  clock = new Date(clock.getTime() + ms);
};
const apiKey = (hash: string, expiresAt?: Date) => createApiKey(database, siteId, hash, expiresAt);

describe("sites, policies and API keys", () => {
  it("makes a site with its first policy active", async () => {
    const { site, policy } = await database.sites.createWithPolicy({ name: "Gate", policy: POLICY });
    expect(policy).toMatchObject({ ...POLICY, siteId: site.id, version: 1 });
    expect(site).toMatchObject({ name: "Gate", activePolicyId: policy.id });
    expect(await database.policies.active(site.id)).toEqual(policy);
    expect(await database.sites.get(site.id)).toEqual(site);
    expect(await database.sites.list({ ids: [site.id, "nonsense"] })).toEqual([site]);
    expect((await database.sites.list()).map(({ id }) => id)).toContain(siteId);
    expect(await database.sites.list({ ids: [] })).toEqual([]);
  });

  it("keeps every version of a site's cuts, and decides by the newest", async () => {
    const first = await database.policies.active(siteId);
    const stricter = { ...POLICY, acceptDistance: 0.1, author: "somebody" };
    const together = await Promise.all([1, 2, 3].map(() => database.policies.activate(siteId, stricter)));
    expect(together.map((done) => done.kind === "activated" && done.policy.version).sort()).toEqual([2, 3, 4]);
    const active = await database.policies.active(siteId);
    expect(active).toMatchObject({ ...stricter, siteId, version: 4 });
    expect(await database.policies.active(siteId)).not.toEqual(first);
    expect((await database.sites.get(siteId))?.activePolicyId).toBe(active?.id);
    expect(await database.policies.activate(crypto.randomUUID(), stricter)).toEqual({ kind: "notFound" });
    expect(await database.policies.activate("nonsense", stricter)).toEqual({ kind: "notFound" });
  });

  it("refuses a version that was made from one that is not the newest, and lists all of them", async () => {
    const change = (expected: number, acceptDistance: number) =>
      database.policies.activate(siteId, { ...POLICY, acceptDistance, reason: "too many strangers" }, expected);
    expect(await change(1, 0.4)).toMatchObject({ kind: "activated", policy: { version: 2 } });
    expect(await change(1, 0.3)).toEqual({ kind: "changed" });
    const { edges, hasNextPage } = await database.policies.list(siteId, { first: 1 });
    expect(edges.map(({ node }) => node)).toMatchObject([
      { version: 2, acceptDistance: 0.4, reason: "too many strangers", minQuality: 0, keepTemplateChips: true },
    ]);
    expect(hasNextPage).toBe(true);
    const rest = await database.policies.list(siteId, { first: 5, after: edges[0]!.cursor });
    expect(rest.edges.map(({ node }) => node.version)).toEqual([1]);
    expect(await database.policies.version(siteId, 1)).toMatchObject({ acceptDistance: POLICY.acceptDistance });
    expect(await database.policies.version(siteId, 9)).toBeNull();
  });

  it("renames a site and counts what it holds", async () => {
    await enrol(database, siteId, "ada", [1, 2]);
    expect(await database.sites.counts(siteId)).toEqual({ people: 1, templates: 2 });
    expect(await database.sites.rename(siteId, "North gate")).toMatchObject({ id: siteId, name: "North gate" });
    expect(await database.sites.rename("nonsense", "x")).toBeNull();
  });

  it("rotates a key with an overlap, and revokes one for good", async () => {
    const old = await apiKey("a0b1");
    const hash = (text: string) => text.padStart(64, "0");
    const oldExpiresAt = new Date(clock.getTime() + 60_000);
    const rotation = { keyHash: hash("a0b2"), hint: "wxyz", author: "Ada", oldExpiresAt };
    const rotated = await database.apiKeys.rotate(old.id, rotation);
    expect(rotated?.made).toMatchObject({
      siteIds: [siteId],
      name: "test",
      scopes: old.scopes,
      hint: "wxyz",
      author: "Ada",
    });
    expect(rotated?.replaced).toMatchObject({ id: old.id, expiresAt: oldExpiresAt });
    expect(await database.apiKeys.findByHash(hash("a0b1"))).not.toBeNull();
    expect(await database.apiKeys.findByHash(hash("a0b2"))).not.toBeNull();
    later(60_001);
    expect(await database.apiKeys.findByHash(hash("a0b1"))).toBeNull();
    expect(await database.apiKeys.rotate(old.id, { ...rotation, keyHash: hash("a0b3") })).toBeNull();
    const { made } = rotated!;
    await database.apiKeys.touch([made.id, "nonsense"]);
    expect((await database.apiKeys.get(made.id))?.lastUsedAt?.getUTCSeconds()).toBe(0);
    expect((await database.apiKeys.list([siteId])).map(({ id }) => id)).toEqual([made.id, old.id]);
    const revokedAt = (await database.apiKeys.revoke(made.id))?.revokedAt;
    later(1000);
    expect((await database.apiKeys.revoke(made.id))?.revokedAt).toEqual(revokedAt);
    expect(await database.apiKeys.findByHash(hash("a0b2"))).toBeNull();
    expect(await database.apiKeys.revoke(crypto.randomUUID())).toBeNull();
  });

  it("knows where a key may be used, also after it was rotated", async () => {
    const [north, south, foreign] = [siteId, (await createSite(database)).id, (await createSite(database)).id];
    const hash = (text: string) => text.padStart(64, "0");
    const made = await database.apiKeys.create({
      ...{ siteIds: [south, north, south], name: "both", keyHash: hash("e0d1"), hint: "abcd", scopes: ["verify"] },
    });
    expect(made.siteIds).toEqual([north, south].sort());
    for (const site of [north, south]) expect(await database.apiKeys.list([site, "nonsense"])).toEqual([made]);
    expect(await database.apiKeys.list([foreign])).toEqual([]);
    const oldExpiresAt = new Date(clock.getTime() + 60_000);
    const rotated = await database.apiKeys.rotate(made.id, { keyHash: hash("e0d2"), hint: "wxyz", oldExpiresAt });
    expect(rotated?.made.siteIds).toEqual(made.siteIds);
    expect((await database.apiKeys.findByHash(hash("e0d2")))?.siteIds).toEqual(made.siteIds);
  });

  it("counts the people whom a model does not know", async () => {
    expect(await database.sites.countWithoutTemplate(siteId, MODEL)).toBe(0);
    await enrol(database, siteId, "ada");
    await enrol(database, siteId, "grace");
    const other = { ...template(2), modelId: "another" };
    await database.people.addTemplates(siteId, "grace", { templates: [other] });
    expect(await database.sites.countWithoutTemplate(siteId, MODEL)).toBe(0);
    expect(await database.sites.countWithoutTemplate(siteId, "another")).toBe(1);
    expect(await database.sites.countWithoutTemplate(siteId, "third")).toBe(2);
    expect(await database.sites.countWithoutTemplate("nonsense", MODEL)).toBe(0);
  });

  it("finds a key by its hash until it expires or is revoked", async () => {
    const before = await database.apiKeys.count();
    const key = await apiKey("a1", new Date(clock.getTime() + 1000));
    expect(key).toMatchObject({ siteIds: [siteId], hint: "abcd", scopes: ["verify", "enroll"] });
    expect(await database.apiKeys.findByHash("a1".padStart(64, "0"))).toEqual(key);
    expect(await database.apiKeys.findByHash("b1".padStart(64, "0"))).toBeNull();
    later(1000);
    expect(await database.apiKeys.findByHash("a1".padStart(64, "0"))).toBeNull();
    await apiKey("c1");
    await store.sql.query("UPDATE api_key SET revoked_at = now() WHERE key_hash = $1", ["c1".padStart(64, "0")]);
    expect(await database.apiKeys.findByHash("c1".padStart(64, "0"))).toBeNull();
    expect(await database.apiKeys.count()).toBe(before + 2);
  });

  it("takes no plain key for a hash", async () => {
    const input = { siteIds: [siteId], name: "n", keyHash: "fk_plain", hint: "lain", scopes: [] };
    await expect(database.apiKeys.create(input)).rejects.toThrow(RangeError);
    const nowhere = { ...input, siteIds: [], keyHash: "0".repeat(64) };
    await expect(database.apiKeys.create(nowhere)).rejects.toThrow(RangeError);
  });
});

describe("gallery", () => {
  const seeds = (entries: readonly GalleryEntry[]) => entries.map(({ vector }) => vector[0]).toSorted();

  it("numbers every change of templates, and only those of its site", async () => {
    const elsewhere = (await createSite(database)).id;
    const { templateIds } = await enrol(database, siteId, "ada", [1]);
    const added = await database.people.addTemplates(siteId, "ada", { templates: [template(2)] });
    await database.people.removeTemplate(siteId, "ada", templateIds[0]!);
    expect(added.kind).toBe("added");
    expect(await database.gallery.sequence(siteId)).toBe(3n);
    await database.people.delete(siteId, "ada");
    expect(await database.gallery.sequence(siteId)).toBe(4n);
    expect(await database.gallery.sequence(elsewhere)).toBe(0n);
    await expect(database.gallery.sequence("nonsense")).rejects.toThrow(RangeError);
  });

  it("tells what changed since, so that applying it to an old snapshot gives the new one", async () => {
    const ada = await enrol(database, siteId, "ada", [1, 2]);
    await enrol(database, siteId, "bob", [3]);
    const old = await database.gallery.load(siteId, MODEL);
    expect(old.sequence).toBe(2n);
    expect(seeds(old.entries)).toEqual([1, 2, 3]);
    expect(old.entries[0]).toEqual({
      ...{ personId: ada.person.id, externalId: "ada", displayName: "Name of ada" },
      ...{ templateId: ada.templateIds[0], vector: template(1).vector },
    });
    expect(await database.gallery.changesSince(siteId, 2n, MODEL)).toEqual({ sequence: 2n, persons: [] });

    await database.people.delete(siteId, "bob");
    await database.people.addTemplates(siteId, "ada", { templates: [template(4), template(5, "another-model")] });
    await enrol(database, siteId, "cyd", [6]);
    const changes = await database.gallery.changesSince(siteId, old.sequence, MODEL);
    expect(changes.sequence).toBe(5n);
    expect(changes.persons).toHaveLength(3);
    const changed = new Set(changes.persons.map(({ personId }) => personId));
    const applied = old.entries
      .filter(({ personId }) => !changed.has(personId))
      .concat(changes.persons.flatMap(({ entries }) => entries));
    const fresh = await database.gallery.load(siteId, MODEL);
    const byTemplate = (a: GalleryEntry, b: GalleryEntry) => (a.templateId < b.templateId ? -1 : 1);
    expect(applied.toSorted(byTemplate)).toEqual(fresh.entries.toSorted(byTemplate));
    expect(seeds(fresh.entries)).toEqual([1, 2, 4, 6]);
  });

  it("shows a caller that follows the numbers every change, while many are made at once", async () => {
    const ids = Array.from({ length: 24 }, (_, index) => `p${index}`);
    const replica = new Map<string, readonly GalleryEntry[]>();
    let sequence = 0n;
    const follow = async () => {
      const changes = await database.gallery.changesSince(siteId, sequence, MODEL);
      for (const { personId, entries } of changes.persons) {
        if (entries.length === 0) replica.delete(personId);
        else replica.set(personId, entries);
      }
      sequence = changes.sequence;
    };
    let done = false;
    const writing = Promise.all(
      ids.map(async (id, index) => {
        await enrol(database, siteId, id, [index]);
        if (index % 3 === 0) await database.people.delete(siteId, id);
        else await database.people.addTemplates(siteId, id, { templates: [template(index + 100)] });
      }),
    ).finally(() => {
      done = true;
    });
    while (!done) await follow();
    await writing;
    await follow();
    const fresh = await database.gallery.load(siteId, MODEL);
    expect(sequence).toBe(48n);
    expect(fresh.sequence).toBe(48n);
    expect(seeds([...replica.values()].flat())).toEqual(seeds(fresh.entries));
    expect(fresh.entries).toHaveLength(32);
  });

  it("reads number and templates of one moment, whatever is committed in between", async () => {
    await enrol(database, siteId, "ada", [1]);
    const writer = await store.sql.connect();
    await writer.query("BEGIN");
    await writer.query("LOCK TABLE face_template IN ACCESS EXCLUSIVE MODE");
    const reading = Promise.all([
      database.gallery.load(siteId, MODEL),
      database.gallery.changesSince(siteId, 0n, MODEL),
    ]);
    // Both have read the number and wait for the templates.
    const waiting =
      "SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'face_template'::regclass";
    while ((await writer.query(waiting)).rows[0].n < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await writer.query("UPDATE site SET gallery_sequence = gallery_sequence + 1 WHERE id = $1", [siteId]);
    await writer.query("UPDATE person SET display_name = 'Changed'");
    await writer.query("COMMIT");
    writer.release();
    const [snapshot, changes] = await reading;
    expect(snapshot).toMatchObject({ sequence: 1n, entries: [{ displayName: "Name of ada" }] });
    expect(changes).toMatchObject({ sequence: 1n, persons: [{ entries: [{ displayName: "Name of ada" }] }] });
    expect(await database.gallery.load(siteId, MODEL)).toMatchObject({
      sequence: 2n,
      entries: [{ displayName: "Changed" }],
    });
  });

  it("says when the database is behind the caller", async () => {
    await expect(database.gallery.changesSince(siteId, 1n, MODEL)).rejects.toThrow(GalleryRewoundError);
  });
});

describe("attempts", () => {
  it("gives back what was recorded, with the probe only where it was kept", async () => {
    const { person, templateIds } = await enrol(database, siteId, "ada");
    const policy = await database.policies.active(siteId);
    const key = await apiKey("d1");
    const distance = 0.1 + 0.2;
    const id = await database.attempts.record({
      ...{ siteId, kind: "VERIFY", claimedPersonId: person.id, claimedExternalId: "ada" },
      ...{ decision: "ACCEPT", distance, threshold: 0.5, policyId: policy!.id, modelId: MODEL },
      ...{ quality: { score: 70 }, timings: { embedMs: 12.5 }, requestId: "r1", apiKeyId: key.id },
      candidates: [{ personId: person.id, templateId: templateIds[0]!, distance }],
      probeVector: template(8).vector,
      probeChip: template(8).chip,
    });
    const attempt = await database.attempts.get(siteId, id);
    expect(attempt).toEqual({
      ...{ id, siteId, kind: "VERIFY", claimedPersonId: person.id, claimedExternalId: "ada" },
      ...{ decision: "ACCEPT", problemCode: null, distance, threshold: 0.5, policyId: policy!.id, modelId: MODEL },
      ...{ quality: { score: 70 }, timings: { embedMs: 12.5 }, requestId: "r1", apiKeyId: key.id, createdAt: clock },
      ...{ userId: null, caller: "test", policyVersion: 1, verdict: null, reviews: [] },
      ...{ hasProbeVector: true, hasProbeChip: true },
      candidates: [
        {
          ...{ rank: 1, personId: person.id, templateId: templateIds[0], distance },
          person: { id: person.id, externalId: "ada", displayName: "Name of ada" },
        },
      ],
    });
    expect(await database.attempts.probe(siteId, id)).toEqual({ vector: template(8).vector, chip: template(8).chip });
    const elsewhere = (await createSite(database)).id;
    expect(await database.attempts.get(elsewhere, id)).toBeNull();
    expect(await database.attempts.probe(elsewhere, id)).toBeNull();

    const bare = await database.attempts.record({ siteId, kind: "IDENTIFY", candidates: [], problemCode: "NO_FACE" });
    expect(await database.attempts.get(siteId, bare)).toMatchObject({
      ...{ decision: null, problemCode: "NO_FACE", hasProbeVector: false, candidates: [], quality: null },
    });
    expect(await database.attempts.probe(siteId, bare)).toEqual({ vector: null, chip: null });
  });

  it("seals each probe for its attempt alone", async () => {
    const record = (seed: number) =>
      database.attempts.record({
        ...{ siteId, kind: "IDENTIFY", candidates: [], modelId: MODEL, probeVector: template(seed).vector },
      });
    const [first, second] = [await record(1), await record(2)];
    await store.sql.query(
      `UPDATE attempt a SET probe_vector = b.probe_vector, wrapped_data_key = b.wrapped_data_key
       FROM attempt b WHERE a.id = $1 AND b.id = $2`,
      [first, second],
    );
    await expect(database.attempts.probe(siteId, first)).rejects.toThrow(DecryptionError);
  });

  it("records a person of another site, or one erased meanwhile, as nobody, and keeps no probe", async () => {
    const elsewhere = (await createSite(database)).id;
    const foreign = await enrol(database, elsewhere, "eve");
    const id = await database.attempts.record({
      ...{ siteId, kind: "IDENTIFY", decision: "IDENTIFIED", modelId: MODEL, probeVector: template(1).vector },
      candidates: [{ personId: foreign.person.id, templateId: foreign.templateIds[0]!, distance: 0.2 }],
    });
    expect(await database.attempts.get(siteId, id)).toMatchObject({
      hasProbeVector: false,
      candidates: [{ rank: 1, personId: null, templateId: null, distance: 0.2, person: null }],
    });
  });

  it("lists newest first, each once, also where times are equal, and filters", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 11; index++) {
      if (index % 4 === 0) later(1);
      const verify = index % 2 === 0;
      ids.push(
        await database.attempts.record({
          ...{ siteId, candidates: [], kind: verify ? "VERIFY" : "IDENTIFY" },
          decision: verify ? "REJECT" : "UNKNOWN",
        }),
      );
    }
    const all = async (filter: object) => {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await database.attempts.list(siteId, { first: 3, after, ...filter });
        seen.push(...page.edges.map(({ node }) => node.id));
        after = page.hasNextPage ? page.edges.at(-1)!.cursor : null;
      } while (after !== null);
      return seen;
    };
    const newestFirst = ids.toReversed();
    expect(await all({})).toEqual(newestFirst);
    expect(await all({ kind: "VERIFY" })).toEqual(newestFirst.filter((_, index) => index % 2 === 0));
    expect(await all({ decision: "UNKNOWN" })).toEqual(newestFirst.filter((_, index) => index % 2 === 1));
    expect(await all({ kind: "VERIFY", decision: "UNKNOWN" })).toEqual([]);
  });
});
