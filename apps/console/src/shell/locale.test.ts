import { describe, expect, it } from "vitest";
import { localeOf } from "./locale";

describe("localeOf", () => {
  it.each([
    ["es", "en", "es"],
    [undefined, "es-MX,es;q=0.9,en;q=0.8", "es"],
    [undefined, "de, en-GB;q=0.7", "en"],
    ["xx", null, "en"],
    [undefined, null, "en"],
  ])("chosen %j, browser %j: %s", (chosen, browser, expected) => {
    expect(localeOf(chosen, browser)).toBe(expected);
  });
});
