import { describe, expect, it } from "vitest";
import { isInUse, stateOf } from "./key-state";

const NOW = Date.parse("2026-01-10T00:00:00Z");

describe("stateOf", () => {
  it.each([
    [null, null, "active"],
    ["2026-03-01T00:00:00Z", null, "active"],
    ["2026-01-16T00:00:00Z", null, "expiresSoon"],
    ["2026-01-10T00:00:00Z", null, "expired"],
    ["2026-03-01T00:00:00Z", "2026-01-09T00:00:00Z", "revoked"],
  ])("expires %s, revoked %s: %s", (expiresAt, revokedAt, expected) => {
    expect(stateOf({ expiresAt, revokedAt }, NOW)).toBe(expected);
  });

  it("is of use until it has expired", () => {
    expect((["active", "expiresSoon", "expired", "revoked"] as const).filter(isInUse)).toEqual([
      "active",
      "expiresSoon",
    ]);
  });
});
