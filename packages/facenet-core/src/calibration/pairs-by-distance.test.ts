import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_PAIRED, PairsByDistance } from "./pairs-by-distance.js";

const row = fc.nat(MAX_PAIRED - 1);
const pair = fc.tuple(fc.float({ min: 0, max: 2, noNaN: true, noDefaultInfinity: true }), row, row);

it("sorts pairs as a comparison of distance, then first, then second would", () => {
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const sorted = new PairsByDistance(pairs.length);
      for (const [distance, first, second] of pairs) sorted.add(Math.abs(distance), first, second);
      const { distances, first, second } = sorted.sortInPlace();
      const naive = pairs
        .map(([distance, a, b]) => [Math.abs(distance), a, b] as const)
        .sort((x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2]);
      expect(Array.from(distances, (distance, i) => [distance, first[i], second[i]])).toEqual(naive);
    }),
  );
});
