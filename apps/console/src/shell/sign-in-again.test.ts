import { describe, expect, it } from "vitest";
import { nextPath } from "./sign-in-again";

describe("nextPath", () => {
  it.each([
    ["/people?search=a", "/people?search=a"],
    ["", "/"],
    ["https://evil.example", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["javascript:alert(1)", "/"],
  ])("%j leads to %s", (next, expected) => {
    expect(nextPath(new URLSearchParams({ next }))).toBe(expected);
  });

  it("leads to the beginning when nothing is said", () => {
    expect(nextPath(new URLSearchParams())).toBe("/");
  });
});
