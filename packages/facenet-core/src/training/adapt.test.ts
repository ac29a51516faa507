import { beforeAll, describe, expect, it } from "vitest";
import { syntheticPeople } from "../../test/synthetic-people.js";
import { cpuTensorFlow } from "../../test/tensorflow.js";
import { seededRandom } from "../calibration/seeded-random.js";
import type { TensorFlow } from "../runtime/tfjs/tensorflow.js";
import { type AdaptOptions, type AdaptOutcome, adapt, splitOf, type TrainingSettings } from "./adapt.js";
import { verdictOn } from "./adapt-report.js";
import { compareAll } from "./evaluation/comparisons.js";
import { fnmrAtFmr } from "./evaluation/fnmr-at-fmr.js";
import { applyHead } from "./head/linear-head.js";
import type { LabelledEmbedding } from "./labelled-embedding.js";
import { shuffled } from "./random.js";

const shape = { people: 100, photosOf: (person: number) => 2 + (person % 2), dimension: 8, seed: 1 };
/** Half of the space tells nobody apart: a head that shrinks it helps. */
const withNuisance = syntheticPeople({ ...shape, nuisance: 1, noise: 0.15 });
/** Noise of one size in all directions: no direction is better than another. */
const withoutStructure = syntheticPeople({ ...shape, nuisance: 0, noise: 0.3 });
const options: AdaptOptions = {
  modelId: "base",
  targetFmr: 1e-2,
  seed: 1,
  settings: { learningRate: 0.01, maxEpochs: 25, peoplePerBatch: 40 } satisfies Partial<TrainingSettings>,
};

function trained(outcome: AdaptOutcome) {
  if (outcome.kind !== "trained") throw new Error(`too little data: ${JSON.stringify(outcome.shortfalls)}`);
  return outcome;
}

describe("adapt", () => {
  let tf: TensorFlow;
  let helped: ReturnType<typeof trained>;
  beforeAll(async () => {
    tf = await cpuTensorFlow();
    helped = trained(adapt(tf, withNuisance, options));
  });
  const photosOf = (people: readonly LabelledEmbedding[], personIds: ReadonlySet<string>) =>
    people.filter(({ personId }) => personIds.has(personId));

  it("offers a head that suppresses what only disturbs", () => {
    const { report, head } = helped;
    expect(report.verdict).toEqual({ offered: true });
    expect(report.change.high).toBeLessThan(0);
    expect(report.after.falseNonMatchRate).toBeLessThan(report.before.falseNonMatchRate / 2);
    expect(report.change.value).toBeCloseTo(report.after.falseNonMatchRate - report.before.falseNonMatchRate, 12);
    expect(report.before).toMatchObject({ modelId: "base", metric: "euclidean" });
    expect(report.after).toMatchObject({ modelId: head.modelId, metric: "euclidean" });
    for (const point of [report.before, report.after]) {
      expect(point.falseMatchRate).toBeLessThanOrEqual(options.targetFmr);
      expect(point.falseNonMatchRateInterval.value).toBe(point.falseNonMatchRate);
    }
  });

  it.each(["batchAll", "batchHard"] as const)("offers it with %s mining as well", (mining) => {
    const settings = { ...options.settings, mining, maxEpochs: 10, peoplePerBatch: 20 };
    expect(trained(adapt(tf, withNuisance, { ...options, settings })).report.verdict.offered).toBe(true);
  });

  it.each([1, 2, 3])("does not offer a head where there is nothing to learn (seed %i)", (seed) => {
    const { report } = trained(adapt(tf, withoutStructure, { ...options, seed }));
    expect(report.before.falseNonMatchRate).toBeGreaterThan(0.05);
    expect(report.verdict.offered).toBe(false);
  });

  it("gives what can be stored and applied, and repeats itself from any order of people", () => {
    const order = shuffled([...new Set(withNuisance.map(({ personId }) => personId))], seededRandom(5));
    const reordered = order.flatMap((person) => photosOf(withNuisance, new Set([person])));
    const again = trained(adapt(tf, reordered, options));
    expect(again.head.modelId).toBe(helped.head.modelId);
    expect(JSON.parse(JSON.stringify(again.report))).toEqual(helped.report);
  });

  it("learns nothing from the people it is judged on, and something from all others", () => {
    const split = splitOf(withNuisance, options.seed);
    const turned = (people: ReadonlySet<string>) =>
      withNuisance.map((embedding) =>
        people.has(embedding.personId)
          ? { ...embedding, values: embedding.values.map((value, axis) => (axis === 0 ? -value : value)) }
          : embedding,
      );
    const settings = { ...options.settings, maxEpochs: 3 };
    const run = (data: readonly LabelledEmbedding[]) => trained(adapt(tf, data, { ...options, settings }));
    const plain = run(withNuisance);
    const heldOutTurned = run(turned(new Set(split.heldOut.map(({ personId }) => personId))));
    expect(heldOutTurned.head.weights).toEqual(plain.head.weights);
    expect(heldOutTurned.report.after.maxDistance).not.toBe(plain.report.after.maxDistance);
    const trainingTurned = run(turned(new Set([split.training[0]!.personId])));
    expect(trainingTurned.head.weights).not.toEqual(plain.head.weights);
  });

  it("reports what the applied head gives on the held-out people", () => {
    const applied = splitOf(withNuisance, options.seed).heldOut.map(({ personId, values }) => ({
      personId,
      values: applyHead(helped.head, { modelId: "base", values }).values,
    }));
    expect(helped.report.after).toMatchObject(fnmrAtFmr(compareAll(applied), options.targetFmr));
  });

  it("says how many people are missing instead of training on too few", () => {
    const few = withNuisance.filter(({ personId }) => Number(personId.split(" ")[1]) < 60);
    const outcome = adapt(tf, few, { ...options, targetFmr: 1e-3 });
    expect(outcome).toMatchObject({
      kind: "tooLittleData",
      parts: { heldOut: { people: 18 } },
      shortfalls: [
        { part: "validation", of: "peopleWithSeveralPhotos", has: 12, needs: 20 },
        { part: "heldOut", of: "peopleWithSeveralPhotos", has: 18, needs: 30 },
        { part: "heldOut", of: "personPairs", has: 153, needs: 3000 },
      ],
    });
    expect(adapt(tf, [], options).kind).toBe("tooLittleData");
  });

  it("refuses options and embeddings that make no sense", () => {
    const one = (...values: number[]) => ({ personId: "a", values: Float32Array.from(values) });
    expect(() => adapt(tf, [], { ...options, targetFmr: 0 })).toThrow("between 0 and 1, not at 0");
    expect(() => adapt(tf, [], { ...options, targetFmr: Number.NaN })).toThrow("not at NaN");
    expect(() => adapt(tf, [], { ...options, seed: 0.5 })).toThrow("a seed is a 32-bit integer, not 0.5");
    expect(() => adapt(tf, [one(1, 0), one(1)], options)).toThrow("differ in length: 2 and 1");
    expect(() => adapt(tf, [one(1, 1)], options)).toThrow("unit length");
    expect(() => adapt(tf, [one(Number.NaN, 1)], options)).toThrow("unit length");
  });
});

describe("verdictOn", () => {
  it("offers only what lies below 0 with its whole interval", () => {
    expect(verdictOn({ value: -0.02, low: -0.03, high: -0.001 }, 4)).toEqual({ offered: true });
    expect(verdictOn({ value: -0.02, low: -0.04, high: 0 }, 4)).toEqual({ offered: false, reason: "withinInterval" });
    expect(verdictOn({ value: 0.02, low: 0.01, high: 0.03 }, 4)).toEqual({ offered: false, reason: "withinInterval" });
    expect(verdictOn({ value: 0, low: 0, high: 0 }, 0)).toEqual({ offered: false, reason: "noBetterEpoch" });
  });
});
