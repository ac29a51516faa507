import { describe, expect, it } from "vitest";
import { seededRandom } from "../../calibration/seeded-random.js";
import { type Random, randomIndex } from "../random.js";
import type { DistanceMatrix } from "./distance-matrix.js";
import { mineBatchAll } from "./mine-batch-all.js";
import { mineBatchHard } from "./mine-batch-hard.js";
import { mineSemiHard } from "./mine-semi-hard.js";
import type { Labels, Miner, Triplets } from "./triplets.js";

type Triplet = readonly [anchor: number, positive: number, negative: number];

const MARGIN = 0.2;
const semiHard: Miner = (distances, labels) =>
  mineSemiHard(distances, labels, { margin: MARGIN, random: seededRandom(1) });
const miners = [
  ["batch all", mineBatchAll],
  ["batch hard", mineBatchHard],
  ["semi-hard", semiHard],
] as const;

const listed = ({ anchors, positives, negatives }: Triplets): Triplet[] =>
  [...anchors].map((anchor, i) => [anchor, positives[i]!, negatives[i]!]);

/** The definition, without any cleverness. */
function allTriplets(labels: Labels): Triplet[] {
  const rows = labels.map((_, row) => row);
  return rows.flatMap((a) =>
    rows.flatMap((p) =>
      rows.filter((n) => a !== p && labels[a] === labels[p] && labels[a] !== labels[n]).map((n): Triplet => [a, p, n]),
    ),
  );
}

/** Coarse distances, so that ties are common. */
function randomBatch(rows: number, people: number, random: Random): { distances: DistanceMatrix; labels: string[] } {
  const values = new Float32Array(rows * rows);
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < a; b++) values[a * rows + b] = values[b * rows + a] = randomIndex(20, random) / 16;
  }
  return {
    distances: { count: rows, values },
    labels: Array.from({ length: rows }, () => `person ${randomIndex(people, random)}`),
  };
}

const random = seededRandom(11);
const batches = Array.from({ length: 60 }, (_, i) => randomBatch(i % 13, 1 + (i % 5), random));

describe("mineBatchAll", () => {
  it("gives each valid triplet once", () => {
    for (const { distances, labels } of batches) {
      expect(listed(mineBatchAll(distances, labels))).toEqual(allTriplets(labels));
    }
  });

  it("counts q p (p - 1) (q - 1) p triplets for q people with p photos each", () => {
    const labels = Array.from({ length: 4 * 3 }, (_, row) => Math.floor(row / 3));
    const distances = { count: 12, values: new Float32Array(144) };
    expect(mineBatchAll(distances, labels).anchors).toHaveLength(4 * 3 * 2 * 3 * 3);
  });
});

describe("mineBatchHard", () => {
  it("gives each anchor its farthest positive and nearest negative", () => {
    for (const { distances, labels } of batches) {
      const { count, values } = distances;
      const all = allTriplets(labels);
      const anchors = [...new Set(all.map(([a]) => a))];
      const mined = listed(mineBatchHard(distances, labels));
      expect(mined.map(([a]) => a)).toEqual(anchors);
      for (const [a, p, n] of mined) {
        const own = all.filter(([anchor]) => anchor === a);
        expect(own).toContainEqual([a, p, n]);
        expect(values[a * count + p]).toBe(Math.max(...own.map(([, positive]) => values[a * count + positive]!)));
        expect(values[a * count + n]).toBe(Math.min(...own.map(([, , negative]) => values[a * count + negative]!)));
      }
    }
  });

  it("never takes an anchor as its own positive", () => {
    const distances = { count: 3, values: Float32Array.of(9, 1, 1, 1, 9, 1, 1, 1, 9) };
    expect(listed(mineBatchHard(distances, ["a", "a", "b"]))).toEqual([
      [0, 1, 2],
      [1, 0, 2],
    ]);
  });
});

describe("mineSemiHard", () => {
  const isSemiHard =
    ({ count, values }: DistanceMatrix) =>
    ([a, p, n]: Triplet) => {
      const beyond = values[a * count + n]! - values[a * count + p]!;
      return beyond > 0 && beyond < MARGIN;
    };
  const pair = ([a, p]: Triplet) => `${a} ${p}`;

  it("gives each pair one negative from between the positive and the margin, where there is one", () => {
    let found = 0;
    for (const { distances, labels } of batches) {
      const candidates = allTriplets(labels).filter(isSemiHard(distances));
      const mined = listed(semiHard(distances, labels));
      expect(mined.map(pair)).toEqual([...new Set(candidates.map(pair))]);
      for (const triplet of mined) expect(candidates).toContainEqual(triplet);
      found += mined.length;
    }
    expect(found).toBeGreaterThan(100);
  });

  it("draws each of the candidates sooner or later", () => {
    // Row 0 and 1 are one person at distance 1; the others lie at 0.9 (too hard), 1.05, 1.1, 1.15 and 1.3 (too easy).
    const count = 7;
    const values = new Float32Array(count ** 2);
    [0, 1, 0.9, 1.05, 1.1, 1.15, 1.3].forEach((distance, row) => {
      values[row] = distance;
    });
    values[count] = 1;
    const generator = seededRandom(2);
    const drawn = new Set<number>();
    for (let i = 0; i < 60; i++) {
      const triplets = mineSemiHard({ count, values }, [0, 0, 1, 2, 3, 4, 5], { margin: MARGIN, random: generator });
      for (const [a, p, n] of listed(triplets)) {
        expect([a, p]).toEqual([0, 1]);
        drawn.add(n);
      }
    }
    expect([...drawn].sort()).toEqual([3, 4, 5]);
  });

  it.each([0, -1, Number.NaN])("refuses a margin of %s, under which there is none", (margin) => {
    expect(() => mineSemiHard({ count: 0, values: new Float32Array() }, [], { margin, random: Math.random })).toThrow(
      /nothing is semi-hard/,
    );
  });
});

describe.each(miners)("%s", (_, mine) => {
  it.each([
    ["an empty batch", []],
    ["one photo of each", ["a", "b", "c"]],
    ["one person alone", ["a", "a", "a"]],
  ])("finds no triplet in %s", (_, labels) => {
    const distances = { count: labels.length, values: new Float32Array(labels.length ** 2).fill(0.1) };
    expect(listed(mine(distances, labels))).toEqual([]);
  });

  it("says in words which shapes do not fit", () => {
    expect(() => mine({ count: 2, values: new Float32Array(4) }, ["a"])).toThrow("1 labels for a batch of 2 rows");
    expect(() => mine({ count: 2, values: new Float32Array(3) }, ["a", "b"])).toThrow("3 distances for 2 x 2 pairs");
  });
});
