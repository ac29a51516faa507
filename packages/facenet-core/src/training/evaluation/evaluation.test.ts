import { describe, expect, it } from "vitest";
import { gaussian } from "../../../test/gaussian.js";
import { syntheticPeople } from "../../../test/synthetic-people.js";
import { seededRandom } from "../../calibration/seeded-random.js";
import { euclidean, normalizeInPlace } from "../../vector/index.js";
import type { LabelledEmbedding } from "../labelled-embedding.js";
import { type Comparisons, compareAll } from "./comparisons.js";
import { fnmrAtFmr } from "./fnmr-at-fmr.js";
import { comparePairedFnmr } from "./person-bootstrap.js";

const people = syntheticPeople({
  people: 12,
  photosOf: (person) => 1 + (person % 4),
  dimension: 6,
  nuisance: 0.4,
  noise: 0.2,
  seed: 3,
});

describe("compareAll", () => {
  const found = compareAll(people);

  it("lists what two loops find, impostors by distance", () => {
    const names = [...new Set(people.map(({ personId }) => personId))];
    const genuine: (readonly [number, number])[] = [];
    const impostors: (readonly [number, number, number])[] = [];
    people.forEach((a, i) => {
      for (const b of people.slice(i + 1)) {
        const [first, second] = [names.indexOf(a.personId), names.indexOf(b.personId)];
        const distance = Math.fround(euclidean(a.values, b.values));
        if (first === second) genuine.push([first, distance]);
        else impostors.push([first, second, distance]);
      }
    });
    const listed = [...found.impostor.distances].map(
      (distance, i) => [found.impostor.first[i]!, found.impostor.second[i]!, distance] as const,
    );
    const byPair = (a: readonly number[], b: readonly number[]) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!;
    expect([...listed].sort(byPair)).toEqual([...impostors].sort(byPair));
    expect([...found.impostor.distances]).toEqual([...found.impostor.distances].sort((a, b) => a - b));
    expect([...found.genuine.distance].map((distance, i) => [found.genuine.person[i], distance])).toEqual(genuine);
    expect([...found.photosOf]).toEqual(names.map((name) => people.filter(({ personId }) => personId === name).length));
  });

  it("compares nobody with nobody", () => {
    expect(compareAll([]).impostor.distances).toHaveLength(0);
  });
});

/** The definition: every observed impostor distance is tried as the cut, and weights are spelled out. */
function naiveRates({ photosOf, genuine, impostor }: Comparisons, target: number, draws: number[]) {
  const impostors = [...impostor.distances].map((distance, i) => {
    const [a, b] = [impostor.first[i]!, impostor.second[i]!];
    return { distance, weight: (draws[a]! * draws[b]!) / (photosOf[a]! * photosOf[b]!) };
  });
  const share = (items: { distance: number; weight: number }[], accepted: (distance: number) => boolean) => {
    const weigh = (some: typeof items) => some.reduce((sum, { weight }) => sum + weight, 0);
    return weigh(items.filter(({ distance }) => accepted(distance))) / weigh(items);
  };
  const cuts = [0, ...impostor.distances].filter((cut) => share(impostors, (d) => d <= cut) <= target + 1e-9);
  const maxDistance = Math.max(...cuts);
  const ownPairs = (person: number) => [...genuine.person].filter((other) => other === person).length;
  const pairs = [...genuine.distance].map((distance, i) => {
    const person = genuine.person[i]!;
    return { distance, weight: draws[person]! / ownPairs(person) };
  });
  return {
    maxDistance,
    falseMatchRate: share(impostors, (d) => d <= maxDistance),
    falseNonMatchRate: share(pairs, (d) => d > maxDistance),
  };
}

describe("fnmrAtFmr", () => {
  const comparisons = compareAll(people);
  const once = people.map(() => 1);

  it.each([0.3, 0.1, 0.03, 0.01, 0.001])("agrees with the definition at FMR %f", (target) => {
    const got = fnmrAtFmr(comparisons, target);
    const expected = naiveRates(comparisons, target, once);
    expect(got.maxDistance).toBe(expected.maxDistance);
    expect(got.falseMatchRate).toBeCloseTo(expected.falseMatchRate, 9);
    expect(got.falseNonMatchRate).toBeCloseTo(expected.falseNonMatchRate, 9);
  });

  it("agrees with the definition when people are drawn several times or not at all", () => {
    const random = seededRandom(4);
    for (let round = 0; round < 10; round++) {
      const draws = Array.from({ length: 12 }, () => Math.floor(3 * random()));
      const got = fnmrAtFmr(comparisons, 0.05, draws);
      const expected = naiveRates(comparisons, 0.05, draws);
      // Cuts between which only people lie who were not drawn are one cut.
      expect(got.falseMatchRate).toBeCloseTo(expected.falseMatchRate, 9);
      expect(got.falseNonMatchRate).toBeCloseTo(expected.falseNonMatchRate, 9);
    }
  });

  const onLine = (positions: Record<string, number[]>): LabelledEmbedding[] =>
    Object.entries(positions).flatMap(([personId, own]) =>
      own.map((position) => ({ personId, values: Float32Array.of(position) })),
    );

  it("counts people alike, however many photos they have", () => {
    // Strangers at 8 or more; the person with four photos misses three of six, the one with two misses none: 1/4, not 3/7.
    const rates = fnmrAtFmr(compareAll(onLine({ many: [0, 0, 0, 50], few: [100, 101], one: [109] })), 0.35);
    expect(rates.maxDistance).toBe(9);
    expect(rates.falseNonMatchRate).toBeCloseTo(1 / 4, 12);
    expect(rates.falseMatchRate).toBeCloseTo(1 / 3, 12);
  });

  it("accepts equal distances together or not at all", () => {
    const tied = compareAll(onLine({ a: [0, 0], b: [1], c: [-1], d: [10] }));
    // Of six pairs of people two are at distance 1: half of them would be within 1/6.
    expect(fnmrAtFmr(tied, 1 / 6).maxDistance).toBe(0);
    expect(fnmrAtFmr(tied, 2 / 6)).toMatchObject({ maxDistance: 1, falseMatchRate: 2 / 6 });
  });

  it("says what it takes", () => {
    expect(() => fnmrAtFmr(compareAll(onLine({ a: [0, 1] })), 0.1)).toThrow("two people");
    expect(() => fnmrAtFmr(compareAll(onLine({ a: [0], b: [1] })), 0.1)).toThrow("one person with two photos");
  });
});

describe("comparePairedFnmr", () => {
  const options = { targetFmr: 0.05, replicates: 200, confidence: 0.95 };
  /** Two models that see the same people alike: what differs between their photos is chance of one size. */
  function alike(seed: number, second: { noise: number }) {
    const random = seededRandom(seed);
    const photos = Array.from({ length: 60 }, (_, person) => {
      const point = Array.from({ length: 16 }, () => gaussian(random));
      return Array.from({ length: person < 30 ? 3 : 1 }, () => ({
        personId: `person ${person}`,
        seen: point.map((value) => value + 0.6 * gaussian(random)),
      }));
    }).flat();
    const under = (noise: number) =>
      compareAll(
        photos.map(({ personId, seen }) => ({
          personId,
          values: normalizeInPlace(Float32Array.from(seen, (value) => value + noise * gaussian(random))),
        })),
      );
    return comparePairedFnmr(under(0.4), under(second.noise), { ...options, random: seededRandom(seed) });
  }

  it("finds no change at all between a model and itself", () => {
    const comparisons = compareAll(people);
    const { before, after, change } = comparePairedFnmr(comparisons, comparisons, {
      ...options,
      random: seededRandom(1),
    });
    expect(change).toEqual({ value: 0, low: 0, high: 0 });
    expect(after).toEqual(before);
    expect(before.low).toBeLessThan(before.value);
    expect(before.high).toBeGreaterThan(before.value);
    expect(before.value).toBe(fnmrAtFmr(comparisons, options.targetFmr).falseNonMatchRate);
  });

  it("calls at most one in forty models better that is none, as its confidence says", () => {
    const results = Array.from({ length: 160 }, (_, seed) => alike(seed, { noise: 0.4 }));
    const mean = results.reduce((sum, { before }) => sum + before.value, 0) / results.length;
    expect(mean).toBeGreaterThan(0.02);
    expect(results.filter(({ change }) => change.high < 0).length).toBeLessThanOrEqual(160 / 40);
  });

  it("sees a model that is better, and one that is worse", () => {
    expect(alike(1, { noise: 0 }).change.high).toBeLessThan(0);
    expect(alike(1, { noise: 0.9 }).change.low).toBeGreaterThan(0);
  });

  it("refuses different people under the two models", () => {
    expect(() =>
      comparePairedFnmr(compareAll(people), compareAll(people.slice(1)), { ...options, random: seededRandom(1) }),
    ).toThrow("same photos of the same people");
  });
});
