import { describe, expect, it } from "vitest";
import { euclidean, normalizeInPlace } from "../vector/index.js";
import { DISTANCE_BINS, distanceBin, impostorPairs } from "./impostor-pairs.js";
import { seededRandom } from "./seeded-random.js";

const DIMENSION = 5;

/** Unit rows of a few people; every second person has three rows. */
function someRows(people: number) {
  const random = seededRandom(3);
  const owners = Array.from({ length: people }, (_, person) =>
    person % 2 ? [person, person, person] : [person],
  ).flat();
  const rows = owners.map(() => normalizeInPlace(Float32Array.from({ length: DIMENSION }, () => random() - 0.5)));
  return {
    rows,
    owners,
    packed: { dimension: DIMENSION, values: Float32Array.from(rows.flatMap((row) => [...row])), people: owners },
  };
}

function naivePairs({ rows, owners }: ReturnType<typeof someRows>) {
  const pairs: { distance: number; first: number; second: number }[] = [];
  rows.forEach((a, first) => {
    rows.forEach((b, second) => {
      if (first < second && owners[first] !== owners[second]) {
        pairs.push({ distance: Math.fround(euclidean(a, b)), first, second });
      }
    });
  });
  return pairs.sort((a, b) => a.distance - b.distance || a.first - b.first || a.second - b.second);
}

describe("impostorPairs", () => {
  it("finds what a naive loop finds, nearest first", () => {
    const some = someRows(12);
    const naive = naivePairs(some);
    const { count, nearest } = impostorPairs(some.packed, { share: 1, pairs: 0 });
    expect(count).toBe(naive.length);
    expect([...nearest.distances]).toEqual(naive.map(({ distance }) => distance));
    expect([...nearest.first]).toEqual(naive.map(({ first }) => first));
    expect([...nearest.second]).toEqual(naive.map(({ second }) => second));
  });

  it("counts every pair and keeps at least as many of the nearest as asked", () => {
    const some = someRows(12);
    const naive = naivePairs(some);
    const { nearest, histogram } = impostorPairs(some.packed, { share: 0.3, pairs: 0 });
    expect(nearest.distances.length).toBeGreaterThanOrEqual(0.3 * naive.length);
    expect(nearest.distances.length).toBeLessThan(naive.length);
    expect([...nearest.distances]).toEqual(naive.slice(0, nearest.distances.length).map(({ distance }) => distance));
    const counts = new Array<number>(DISTANCE_BINS).fill(0);
    for (const { distance } of naive) counts[distanceBin(distance)]!++;
    expect([...histogram]).toEqual(counts);
    expect(impostorPairs(some.packed, { share: 0.01, pairs: 1000 }).nearest.distances).toHaveLength(naive.length);
  });

  it("has nothing to compare with one person", () => {
    const values = Float32Array.of(1, 0, 0, 1);
    expect(impostorPairs({ dimension: 2, values, people: [0, 0] }, { share: 1, pairs: 1 }).count).toBe(0);
  });

  it("refuses rows that are not there", () => {
    expect(() =>
      impostorPairs({ dimension: 2, values: new Float32Array(2), people: [0, 1] }, { share: 1, pairs: 0 }),
    ).toThrow(RangeError);
  });
});
