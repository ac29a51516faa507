import { describe, expect, it } from "vitest";
import { NO_COMPARISON } from "../../src/calibration/roc.js";
import { seededRandom } from "../../src/calibration/seeded-random.js";
import { bestAccuracy, type JudgedPair, kFoldAccuracy } from "./k-fold-accuracy.js";

const pair = (distance: number, genuine: boolean, fold = 0): JudgedPair => ({ distance, genuine, fold });

describe("kFoldAccuracy", () => {
  it("judges each fold by the threshold of the others, and a missing face as an error", () => {
    const { perFold, mean, sd } = kFoldAccuracy(
      [
        pair(0.1, true, 0),
        pair(0.9, false, 0),
        pair(0.2, true, 1),
        pair(0.8, false, 1),
        pair(NO_COMPARISON, false, 1),
        pair(NO_COMPARISON, true, 1),
      ],
      2,
    );
    expect(perFold).toEqual([
      { threshold: 0.5, accuracy: 1 },
      { threshold: 0.5, accuracy: 0.5 },
    ]);
    expect(mean).toBe(0.75);
    expect(sd).toBeCloseTo(Math.SQRT1_2 / 2, 12);
  });

  it("does not let a fold choose its own threshold", () => {
    const { perFold } = kFoldAccuracy(
      [pair(0.6, true, 0), pair(0.7, false, 0), pair(0.1, true, 1), pair(0.2, false, 1)],
      2,
    );
    expect(perFold.map(({ accuracy }) => accuracy)).toEqual([0.5, 0.5]);
  });
});

describe("bestAccuracy", () => {
  it("finds what trying every threshold finds", () => {
    const random = seededRandom(9);
    const pairs = Array.from({ length: 80 }, (_, i) =>
      pair(i === 3 ? NO_COMPARISON : Math.round((random() + (i % 2)) * 10) / 20, i % 2 === 0),
    );
    const tried = Array.from({ length: 400 }, (_, i) => i / 200 + 0.001).map(
      (cut) =>
        pairs.filter((p) => p.distance !== NO_COMPARISON && p.distance <= cut === p.genuine).length / pairs.length,
    );
    expect(bestAccuracy(pairs).accuracy).toBe(Math.max(...tried));
  });
});
