import { describe, expect, it } from "vitest";
import { areaUnderRoc, equalErrorRate, NO_COMPARISON, rocCurve } from "./roc.js";
import { seededRandom } from "./seeded-random.js";

/** Distances on a coarse grid, so that ties are common. */
const someDistances = (random: () => number, count: number, from: number) =>
  Array.from({ length: count }, () => from + Math.round(random() * 12) / 20);

describe("rocCurve", () => {
  it("counts matches at a distance or less, as a naive loop does", () => {
    const random = seededRandom(1);
    const genuine = [...someDistances(random, 40, 0.1), NO_COMPARISON];
    const impostors = someDistances(random, 60, 0.4);
    const curve = rocCurve(genuine, impostors);
    expect([...curve.distances]).toEqual([...new Set([...genuine, ...impostors])].sort((a, b) => a - b));
    curve.distances.forEach((cut, i) => {
      expect(curve.fmr[i]).toBeCloseTo(impostors.filter((d) => d <= cut).length / impostors.length, 12);
      expect(curve.fnmr[i]).toBeCloseTo(genuine.filter((d) => d > cut).length / genuine.length, 12);
    });
  });

  it("takes a weight for as many comparisons", () => {
    const weighted = rocCurve([0.1, 0.5, 0.9], [0.4, 0.8], { genuine: [2, 1, 0], impostors: [1, 3] });
    const repeated = rocCurve([0.1, 0.1, 0.5], [0.4, 0.8, 0.8, 0.8]);
    expect(areaUnderRoc(weighted)).toBeCloseTo(areaUnderRoc(repeated), 12);
    expect(equalErrorRate(weighted)).toBeCloseTo(equalErrorRate(repeated), 12);
  });

  it("refuses a rate of nothing", () => {
    expect(() => rocCurve([], [0.5])).toThrow(RangeError);
    expect(() => rocCurve([0.5], [0.5], { genuine: [1], impostors: [0] })).toThrow(RangeError);
  });
});

describe("areaUnderRoc", () => {
  it("is the chance that a genuine comparison is the nearer one", () => {
    const random = seededRandom(2);
    const genuine = [...someDistances(random, 50, 0.1), NO_COMPARISON];
    const impostors = someDistances(random, 70, 0.3);
    let nearer = 0;
    for (const g of genuine) for (const i of impostors) nearer += g < i ? 1 : g === i ? 0.5 : 0;
    expect(areaUnderRoc(rocCurve(genuine, impostors))).toBeCloseTo(nearer / genuine.length / impostors.length, 12);
  });
});

describe("equalErrorRate", () => {
  it("is where mirrored distributions cross", () => {
    expect(equalErrorRate(rocCurve([0.1, 0.2, 0.3, 0.6], [0.25, 0.7, 0.8, 0.9]))).toBeCloseTo(0.25);
  });

  it("lies straight between two thresholds when neither has equal rates", () => {
    // At 0.2: FMR 0, FNMR 1/2. At 0.3: FMR 1/3, FNMR 1/2. At 0.4: FMR 1/3, FNMR 0.
    expect(equalErrorRate(rocCurve([0.2, 0.4], [0.3, 0.7, 0.8]))).toBeCloseTo(1 / 3);
    expect(equalErrorRate(rocCurve([0.1, 0.3], [0.3, 0.5]))).toBeCloseTo(0.25);
  });

  it("is 0 without overlap and 1/2 for chance", () => {
    expect(equalErrorRate(rocCurve([0.1, 0.2], [0.5]))).toBe(0);
    expect(equalErrorRate(rocCurve([0.5, 0.5], [0.5]))).toBe(0.5);
  });
});
