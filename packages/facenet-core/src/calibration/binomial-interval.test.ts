import { expect, it } from "vitest";
import { clopperPearson } from "./binomial-interval.js";

it.each([
  [0, 100, 0, 0.0362],
  [9, 900, 0.0046, 0.0189],
  [1, 2, 0.0126, 0.9874],
  [100, 100, 0.9638, 1],
])("bounds %i errors in %i trials as published tables do", (errors, trials, low, high) => {
  const interval = clopperPearson(errors, trials);
  expect(interval.low).toBeCloseTo(low, 3);
  expect(interval.high).toBeCloseTo(high, 3);
});

it("allows anything where nothing was tried", () => {
  expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
});

it("agrees with the known limit of 3.69 errors where none was seen", () => {
  expect(clopperPearson(0, 30_000).high * 30_000).toBeCloseTo(3.69, 1);
});
