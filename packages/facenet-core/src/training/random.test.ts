import { describe, expect, it } from "vitest";
import { seededRandom } from "../calibration/seeded-random.js";
import { randomIndex, shuffled } from "./random.js";

describe("shuffled", () => {
  it("keeps every item and leaves its input alone", () => {
    const items = Object.freeze(Array.from({ length: 50 }, (_, i) => i));
    const result = shuffled(items, seededRandom(3));
    expect(result).not.toEqual(items);
    expect([...result].sort((a, b) => a - b)).toEqual(items);
  });

  it("puts each item in each place equally often", () => {
    const random = seededRandom(5);
    const firsts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) firsts[shuffled([0, 1, 2, 3], random)[0]!]!++;
    // Standard deviation of a count is 27.
    for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });
});

it("draws indices from the first to the last", () => {
  expect(randomIndex(5, () => 0)).toBe(0);
  expect(randomIndex(5, () => 1 - 2 ** -32)).toBe(4);
});
