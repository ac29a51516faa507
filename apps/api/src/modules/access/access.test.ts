import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ApiKeyStore } from "./access.port.js";
import { type AccessParts, AccessService } from "./access.service.js";
import { bearerKey, generateApiKey, hashApiKey } from "./api-key.js";

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

function serviceWith(parts: Partial<AccessParts> & { findByHash?: ApiKeyStore["findByHash"] }) {
  const { findByHash = async () => null, ...rest } = parts;
  return new AccessService({
    keys: { findByHash, touch: async () => undefined },
    roles: { assignments: async () => [], allSiteIds: async () => [] },
    signIn: { session: async () => null },
    now: () => new Date(),
    onProblem: () => undefined,
    ...rest,
  });
}

describe("API keys", () => {
  it("hashes with SHA-256, in hex", () => {
    expect(hashApiKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("makes keys of a prefix, an id and 32 random bytes, each another", () => {
    const keys = new Set(Array.from({ length: 100 }, () => generateApiKey(randomBytes)));
    expect(keys.size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^fnk_[\w-]{8}_[\w-]{43}$/);
  });

  it.each([
    ["Bearer abc", "abc"],
    ["bearer  abc", "abc"],
    ["Basic abc", undefined],
    ["Bearer", undefined],
    ["Bearer a b", undefined],
    [`Bearer ${"a".repeat(257)}`, undefined],
    [undefined, undefined],
  ])("reads %j as %j", (header, key) => {
    expect(bearerKey(header)).toBe(key);
  });

  it("knows a caller by the hash of the key until the key expires", async () => {
    const expiresAt = new Date("2026-01-02T00:00:00Z");
    const record = { id: "k", siteIds: ["s"], scopes: ["verify"] as const, expiresAt };
    const findByHash = async (hash: string) => (hash === hashApiKey("right") ? record : null);
    const at = (time: string) => serviceWith({ findByHash, now: () => new Date(time) });
    const principal = { kind: "apiKey", id: "k", siteIds: new Set(["s"]), scopes: new Set(["verify"]) };
    expect(await at("2026-01-01T23:59:59Z").authenticate(bearer("right"))).toMatchObject({ kind: "known", principal });
    expect(await at("2026-01-02T00:00:00Z").authenticate(bearer("right"))).toEqual({ kind: "unknown" });
    expect(await at("2026-01-01T00:00:00Z").authenticate(bearer("wrong"))).toEqual({ kind: "unknown" });
  });

  it("asks for a known key once a second, and at once for one that was not known", async () => {
    let asked = 0;
    let nowMs = Date.parse("2026-01-01T00:00:00Z");
    let known = true;
    const record = { id: "k", siteIds: ["s"], scopes: ["verify"] as const, expiresAt: new Date(nowMs + 500) };
    const findByHash = async () => {
      asked++;
      return known ? record : null;
    };
    const access = serviceWith({ findByHash, now: () => new Date(nowMs) });
    for (let i = 0; i < 5; i++) expect((await access.authenticate(bearer("right"))).kind).toBe("known");
    expect(asked).toBe(1);
    nowMs += 500;
    expect((await access.authenticate(bearer("right"))).kind).toBe("unknown");
    expect(asked).toBe(1);
    nowMs += 500;
    known = false;
    for (let i = 0; i < 3; i++) expect((await access.authenticate(bearer("right"))).kind).toBe("unknown");
    expect(asked).toBe(4);
  });
});

describe("sessions", () => {
  const session = async (cookie: string) =>
    cookie === "good" ? { userId: "u", name: "Ada", email: "ada@example.org", setCookies: ["again"] } : null;
  const access = serviceWith({
    signIn: { session },
    roles: {
      assignments: async () => [
        { role: "AUDITOR", siteId: null },
        { role: "ADMIN", siteId: "b" },
        { role: "REVIEWER", siteId: "gone" },
      ],
      allSiteIds: async () => ["a", "b"],
    },
  });

  it("know a user with what they are in each site that there is", async () => {
    const known = await access.authenticate({ cookie: "good" });
    if (known.kind !== "known" || known.principal.kind !== "user") throw new Error("not known");
    expect(known.setCookies).toEqual(["again"]);
    expect(known.principal.everywhere).toEqual(new Set(["AUDITOR"]));
    expect([...known.principal.bySite]).toEqual([
      ["a", new Set(["AUDITOR"])],
      ["b", new Set(["AUDITOR", "ADMIN"])],
    ]);
  });

  it("do not help a key that is no good", async () => {
    expect(await access.authenticate({ ...bearer("wrong"), cookie: "good" })).toEqual({ kind: "unknown" });
    expect(await access.authenticate({ cookie: "bad" })).toEqual({ kind: "unknown" });
    expect(await access.authenticate({})).toEqual({ kind: "unknown" });
  });
});

describe("the use of a key", () => {
  it("is noted once a minute, and again when that failed", async () => {
    const record = { id: "k", siteIds: ["s"], scopes: [], expiresAt: null };
    let nowMs = 0;
    let fails = true;
    const noted: string[] = [];
    const problems: unknown[] = [];
    const touch = async ([id]: readonly string[]) => {
      if (fails) throw new Error("down");
      noted.push(id ?? "");
    };
    const access = serviceWith({
      keys: { findByHash: async () => record, touch },
      now: () => new Date(nowMs),
      onProblem: (error) => problems.push(error),
    });
    const use = async () => {
      await access.authenticate(bearer("right"));
      await new Promise((resolve) => setImmediate(resolve));
    };
    await use();
    expect(problems).toHaveLength(1);
    fails = false;
    for (let i = 0; i < 3; i++) await use();
    expect(noted).toEqual(["k"]);
    nowMs += 60_000;
    await use();
    expect(noted).toEqual(["k", "k"]);
  });
});
