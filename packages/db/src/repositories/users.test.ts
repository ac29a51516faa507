import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSite, startTestServer, type TestDatabase, type TestServer } from "../../test/test-database.js";
import type { Database } from "../database.js";

let server: TestServer;
let store: TestDatabase;
let database: Database;
let clock = new Date("2026-03-01T00:00:00Z");

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  store = await server.createDatabase();
  database = await store.open({ now: () => clock });
});
afterAll(() => server.stop());

const hash = (text: string) => text.padStart(64, "0");
const link = (text: string) => ({ tokenHash: hash(text), expiresAt: new Date(clock.getTime() + 1000) });
const ada = { name: "Ada", email: "Ada@Example.org" };

async function firstOwner() {
  await database.users.replaceLink(null, link("a1"));
  const made = await database.users.useLink(hash("a1"), { passwordHash: "h", owner: ada });
  if (made === null) throw new Error("No owner was made.");
  return made.userId;
}

describe("the first owner", () => {
  it("is made by a link that works once, for one of several who use it at once", async () => {
    expect(await database.users.hasOwner()).toBe(false);
    await database.users.replaceLink(null, link("a1"));
    expect(await database.users.findLink(hash("a1"))).toEqual({ user: null });
    const use = () => database.users.useLink(hash("a1"), { passwordHash: "h", owner: ada });
    const made = (await Promise.all([use(), use(), use()])).filter((one) => one !== null);
    expect(made).toMatchObject([{ email: "ada@example.org" }]);
    expect(await database.users.get(made[0]!.userId)).toMatchObject({
      ...{ name: "Ada", email: "ada@example.org", hasSignIn: true, lastSeenAt: null },
      roles: [{ role: "OWNER", siteId: null }],
    });
    expect(await database.users.hasOwner()).toBe(true);
    expect(await database.users.findLink(hash("a1"))).toBeNull();
  });

  it("cannot be made when there is one, by a replaced link, or by one that has expired", async () => {
    await database.users.replaceLink(null, link("b1"));
    await database.users.replaceLink(null, link("b2"));
    expect(await database.users.useLink(hash("b1"), { passwordHash: "h", owner: ada })).toBeNull();
    expect(await database.users.useLink(hash("b2"), { passwordHash: "h" })).toBeNull();
    clock = new Date(clock.getTime() + 1000);
    expect(await database.users.useLink(hash("b2"), { passwordHash: "h", owner: ada })).toBeNull();
    await firstOwner();
    await database.users.replaceLink(null, link("b3"));
    const second = { name: "Eve", email: "eve@example.org" };
    expect(await database.users.useLink(hash("b3"), { passwordHash: "h", owner: second })).toBeNull();
  });

  it("stays an owner while there is no other", async () => {
    const id = await firstOwner();
    expect(await database.users.setRoles(id, [{ role: "ADMIN", siteId: null }])).toEqual({ kind: "lastOwner" });
    expect(await database.users.remove(id)).toEqual({ kind: "lastOwner" });
    const roles = [{ role: "OWNER", siteId: null }] as const;
    const invited = await database.users.invite({ name: "Bo", email: "bo@example.org", roles, link: link("c1") });
    if (invited.kind !== "invited") throw new Error(invited.kind);
    const both = await Promise.all([database.users.remove(id), database.users.remove(invited.user.id)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["lastOwner", "removed"]);
  });
});

describe("users", () => {
  it("come in by a link, once, and another link ends their sessions", async () => {
    const siteId = (await createSite(database)).id;
    const roles = [{ role: "REVIEWER", siteId }] as const;
    const invited = await database.users.invite({ ...ada, roles, link: link("d1") });
    if (invited.kind !== "invited") throw new Error(invited.kind);
    const { user } = invited;
    expect(user).toMatchObject({ email: "ada@example.org", hasSignIn: false, roles });
    expect(await database.users.invite({ ...ada, roles, link: link("d2") })).toEqual({ kind: "duplicateEmail" });
    expect(await database.users.findLink(hash("d1"))).toEqual({ user: { name: "Ada", email: "ada@example.org" } });
    expect(await database.users.useLink(hash("d1"), { passwordHash: "h1" })).toMatchObject({ userId: user.id });
    await store.sql.query(
      "INSERT INTO session VALUES (gen_random_uuid(), 't', now(), null, null, $1, now(), '2026-03-01T00:00:00Z')",
      [user.id],
    );
    expect((await database.users.get(user.id))?.lastSeenAt).toEqual(new Date("2026-03-01T00:00:00Z"));
    expect(await database.users.replaceLink(user.id, link("d3"))).toBe(true);
    expect(await database.users.useLink(hash("d3"), { passwordHash: "h2" })).toMatchObject({ userId: user.id });
    expect((await store.sql.query("SELECT password FROM account")).rows).toEqual([{ password: "h2" }]);
    expect((await store.sql.query("SELECT * FROM session")).rowCount).toBe(0);
    expect(await database.users.replaceLink(crypto.randomUUID(), link("d4"))).toBe(false);
  });

  it("have one role in a site and one in all, and no owner of a single site", async () => {
    const siteId = (await createSite(database)).id;
    const id = await firstOwner();
    const roles = [
      { role: "OWNER", siteId: null },
      { role: "ADMIN", siteId },
    ] as const;
    expect(await database.users.setRoles(id, roles)).toMatchObject({ kind: "set", user: { roles } });
    expect(await database.users.roles(id)).toEqual(expect.arrayContaining([...roles]));
    await expect(database.users.setRoles(id, [{ role: "OWNER", siteId }, roles[0]])).rejects.toThrow();
    await expect(database.users.setRoles(id, [roles[0], { role: "AUDITOR", siteId: null }])).rejects.toThrow();
    expect(await database.users.setRoles(crypto.randomUUID(), [])).toEqual({ kind: "notFound" });
    expect((await database.users.list()).map((user) => user.id)).toEqual([id]);
  });

  it("sweeps links and sessions that are over", async () => {
    const id = await firstOwner();
    await database.users.replaceLink(id, link("e1"));
    const session = (token: string, expiresAt: Date, createdAt: Date) =>
      store.sql.query("INSERT INTO session VALUES (gen_random_uuid(), $1, $2, null, null, $3, $4, $4)", [
        ...[token, expiresAt, id, createdAt],
      ]);
    const after = (ms: number) => new Date(clock.getTime() + ms);
    await session("idle for too long", after(500), after(0));
    await session("begun too long ago", after(10_000), after(-10_000));
    await session("good", after(10_000), after(0));
    clock = after(2000);
    expect(await database.users.sweepExpired(after(-5000))).toBe(3);
    expect((await store.sql.query("SELECT token FROM session")).rows).toEqual([{ token: "good" }]);
  });
});

describe("what better-auth stores", () => {
  it("derives its secret from the master key", async () => {
    expect(database.secretFor("sessions")).toEqual(database.secretFor("sessions"));
    expect(database.secretFor("sessions")).toHaveLength(32);
    expect(database.secretFor("sessions")).not.toEqual(database.secretFor("other"));
    const other = await (await server.createDatabase()).open();
    expect(other.secretFor("sessions")).not.toEqual(database.secretFor("sessions"));
  });
});
