import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/calibration/seeded-random.js";
import { syntheticOutcomes } from "../report/synthetic-report.js";
import { verification } from "./verification.js";

const bootstrap = () => ({ replicates: 30, random: seededRandom(1) });
const { dataset, outcomes } = syntheticOutcomes(0.9);
const { errorVersusDiscard } = verification(dataset, outcomes, bootstrap).figures;
const quality = outcomes.map((outcome) => (outcome.kind === "embedding" ? outcome.quality : -1));
const worstFirst = quality.map((_, image) => image).sort((a, b) => quality[a]! - quality[b]! || a - b);

describe("errorVersusDiscard", () => {
  it("judges what is left as if the rejected images had never been taken", () => {
    for (const point of errorVersusDiscard.points) {
      const rejected = new Set(worstFirst.slice(0, Math.round(point.discarded * worstFirst.length)));
      const pairs = dataset.pairs.filter(({ first, second }) => !rejected.has(first) && !rejected.has(second));
      const left = outcomes.map((outcome, image) =>
        rejected.has(image) ? ({ kind: "failure", reason: "rejected" } as const) : outcome,
      );
      const again = verification({ ...dataset, pairs }, left, bootstrap).figures.fnmrAtFmr["1e-3"];
      expect(point).toMatchObject({
        fnmr: again.value,
        threshold: again.threshold,
        images: outcomes.length - rejected.size,
        genuinePairs: pairs.filter(({ genuine }) => genuine).length,
        qualityFrom: Math.max(0, Math.min(...quality.filter((_, image) => !rejected.has(image)))),
      });
    }
  });

  it("states what rejecting the worst 5 % gains", () => {
    const at = (share: number) => errorVersusDiscard.points.find(({ discarded }) => discarded === share)!.fnmr;
    const { before, after, gain, low, high } = errorVersusDiscard.worstFivePercent!;
    expect([before, after]).toEqual([at(0), at(0.05)]);
    expect(gain).toBe(before - after);
    expect(low).toBeLessThanOrEqual(gain);
    expect(high).toBeGreaterThanOrEqual(gain);
  });
});
