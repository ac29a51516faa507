import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AccessService } from "./access.service.js";
import { bearerKey, generateApiKey, hashApiKey } from "./api-key.js";

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
    const record = { id: "k", siteId: "s", scopes: ["verify"] as const, expiresAt };
    const keys = { findByHash: async (hash: string) => (hash === hashApiKey("right") ? record : null) };
    const at = (time: string) => new AccessService(keys, () => new Date(time));
    const caller = await at("2026-01-01T23:59:59Z").authenticate("Bearer right");
    expect(caller).toEqual({ apiKeyId: "k", siteId: "s", scopes: new Set(["verify"]) });
    expect(await at("2026-01-02T00:00:00Z").authenticate("Bearer right")).toBeUndefined();
    expect(await at("2026-01-01T00:00:00Z").authenticate("Bearer wrong")).toBeUndefined();
  });

  it("asks for a known key once a second, and at once for one that was not known", async () => {
    let asked = 0;
    let nowMs = Date.parse("2026-01-01T00:00:00Z");
    let known = true;
    const record = { id: "k", siteId: "s", scopes: ["verify"] as const, expiresAt: new Date(nowMs + 500) };
    const findByHash = async () => {
      asked++;
      return known ? record : null;
    };
    const access = new AccessService({ findByHash }, () => new Date(nowMs));
    for (let i = 0; i < 5; i++) expect(await access.authenticate("Bearer right")).toBeDefined();
    expect(asked).toBe(1);
    nowMs += 500;
    expect(await access.authenticate("Bearer right")).toBeUndefined();
    expect(asked).toBe(1);
    nowMs += 500;
    known = false;
    for (let i = 0; i < 3; i++) expect(await access.authenticate("Bearer right")).toBeUndefined();
    expect(asked).toBe(4);
  });
});
