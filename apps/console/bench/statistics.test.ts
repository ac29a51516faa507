import { describe, expect, it } from "vitest";
import { figureOf } from "./statistics.js";

describe("a figure", () => {
  it("has the median and the 95th percentile, between values where they fall there", () => {
    expect(figureOf([3, 1, 2])).toEqual({ median: 2, p95: 2.9 });
    expect(figureOf([4, 1])).toEqual({ median: 2.5, p95: expect.closeTo(3.85) });
    expect(figureOf([7])).toEqual({ median: 7, p95: 7 });
  });

  it("is of something", () => {
    expect(() => figureOf([])).toThrow(RangeError);
  });
});
