import { describe, expect, it } from "vitest";
import { NO_COMPARISON } from "../../src/calibration/roc.js";
import { seededRandom } from "../../src/calibration/seeded-random.js";
import { euclidean } from "../../src/vector/index.js";
import { syntheticOutcomes } from "../report/synthetic-report.js";
import { verification } from "./verification.js";

const { dataset, outcomes } = syntheticOutcomes(0.6);
const { figures, trials } = verification(dataset, outcomes, () => ({
  replicates: 50,
  random: seededRandom(1),
}));
const allImpostorPairs = trials.impostors.count;

const distance = (a: number, b: number) => {
  const [first, second] = [outcomes[a]!, outcomes[b]!];
  const both = first.kind === "embedding" && second.kind === "embedding";
  return both ? euclidean(first.embedding, second.embedding) : NO_COMPARISON;
};
const genuine = dataset.pairs.filter((pair) => pair.genuine).map(({ first, second }) => distance(first, second));
const impostors = dataset.images.flatMap((one, a) =>
  dataset.images.flatMap((other, b) => (a < b && one.person !== other.person ? [distance(a, b)] : [])),
);

describe("verification", () => {
  it("compares every two images of different people that have an embedding", () => {
    expect(allImpostorPairs).toBe(impostors.filter((d) => d !== NO_COMPARISON).length);
  });

  it("states rates that counting the distances gives", () => {
    expect(figures.curve.length).toBeGreaterThan(8);
    for (const { fmr, distance: cut, falseMatches, fnmr, falseNonMatches } of figures.curve) {
      // Impostor distances are kept as float32, as thresholds are.
      expect(impostors.filter((d) => Math.fround(d) <= cut)).toHaveLength(falseMatches);
      expect(falseMatches / allImpostorPairs).toBeLessThanOrEqual(fmr);
      expect(genuine.filter((d) => d > cut)).toHaveLength(falseNonMatches);
      expect(fnmr).toBeCloseTo(falseNonMatches / genuine.length, 12);
    }
  });

  it("says which rates the pairs cannot support, and lets nobody match there", () => {
    expect(figures.fnmrAtFmr["1e-2"].supported).toBe(true);
    expect(figures.fnmrAtFmr["1e-4"]).toMatchObject({ supported: false, falseMatches: 0 });
    expect(figures.curve.every(({ fmr }) => fmr * allImpostorPairs >= 1)).toBe(true);
  });

  it("keeps what was measured within its interval", () => {
    for (const { value, low, high } of Object.values(figures.fnmrAtFmr)) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
    expect(figures.intervals.auc.low).toBeLessThanOrEqual(figures.auc);
    expect(figures.intervals.eer.high).toBeGreaterThanOrEqual(figures.eer);
  });

  it("draws curves and histograms of all comparisons", () => {
    for (const { distance: cut, fmr, fnmr } of figures.roc) {
      expect(fmr).toBeCloseTo(impostors.filter((d) => d < cut).length / allImpostorPairs, 12);
      expect(fnmr).toBeCloseTo(genuine.filter((d) => d >= cut).length / genuine.length, 12);
    }
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(figures.distributions.impostor)).toBe(allImpostorPairs);
    expect(sum(figures.distributions.genuine)).toBe(genuine.filter((d) => d !== NO_COMPARISON).length);
  });
});
