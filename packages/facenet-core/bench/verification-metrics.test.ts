import { expect, it } from "vitest";
import {
  clopperPearson,
  distanceAtFmr,
  equalErrorRate,
  falseNonMatches,
  kFoldAccuracy,
} from "./verification-metrics.js";

it("finds the largest distance whose false match rate stays within the target", () => {
  const impostors = Float32Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
  expect(distanceAtFmr(impostors, 0.05)).toEqual({ distance: impostors[4], falseMatches: 5 });
  expect(distanceAtFmr(Float32Array.of(1, 1, 1, 2), 0.5).falseMatches).toBe(0);
});

it("counts an image without a face as a non-match", () => {
  expect(falseNonMatches([0.1, 0.5, undefined], 0.3)).toBe(2);
});

it("judges each fold by the threshold of the others, and a missing face as an error", () => {
  const pair = (distance: number | undefined, genuine: boolean, fold: number) => ({ distance, genuine, fold });
  const pairs = [
    pair(0.1, true, 0),
    pair(0.9, false, 0),
    pair(0.2, true, 1),
    pair(0.8, false, 1),
    pair(undefined, false, 1),
    pair(undefined, true, 1),
  ];
  const { perFold } = kFoldAccuracy(pairs, 2);
  expect(perFold.map(({ accuracy }) => accuracy)).toEqual([1, 0.5]);
});

it("finds the equal error rate of mirrored distributions", () => {
  const genuine = Float32Array.of(0.1, 0.2, 0.3, 0.6);
  const impostors = Float32Array.of(0.25, 0.7, 0.8, 0.9);
  expect(equalErrorRate(genuine, impostors)).toBeCloseTo(0.25);
});

it.each([
  [0, 100, 0, 0.0362],
  [9, 900, 0.0046, 0.0189],
  [100, 100, 0.9638, 1],
])("bounds %i errors in %i trials as published tables do", (errors, trials, low, high) => {
  const [lower, upper] = clopperPearson(errors, trials);
  expect(lower).toBeCloseTo(low, 3);
  expect(upper).toBeCloseTo(high, 3);
});
