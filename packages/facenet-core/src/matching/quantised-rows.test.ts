import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awkwardVector } from "../../test/awkward-vectors.js";
import { gaussian } from "../../test/gaussian.js";
import { seededRandom } from "../calibration/seeded-random.js";
import { normalized, squaredEuclidean } from "../vector/index.js";
import { paddedDimension, type QuantisedProbe, quantiseProbe, quantiseRow } from "./quantisation.js";
import { QuantisedRows } from "./quantised-rows.js";

const DIMENSIONS = [1, 2, 15, 16, 17, 128, 192, 512, 4096];

function open(dimension: number, capacity: number): QuantisedRows {
  const rows = QuantisedRows.create(dimension, capacity);
  if (rows === undefined) throw new Error("this engine has no WebAssembly SIMD: the scan cannot be tested on it");
  return rows;
}

function boundIn(rows: QuantisedRows, row: Float32Array, probe: Float32Array): number {
  rows.write(0, row);
  rows.scan(quantiseProbe(probe), 1, 4, new Float64Array(1));
  return rows.bounds[0]!;
}

/** What the kernel should compute, one number at a time. */
function plainBound(row: Float32Array, { numbers, base, dotFactor, errorFactor }: QuantisedProbe): number {
  const codes = new Int8Array(paddedDimension(row.length));
  const { scale, error, squaredNorm } = quantiseRow(row, codes);
  const product = codes.reduce((sum, code, d) => sum + code * numbers[d]!, 0);
  return base + squaredNorm - (dotFactor * scale * product + errorFactor * error);
}

describe("bounds of quantised rows", () => {
  it.each(DIMENSIONS)("are never above the distance that a plain loop computes (dimension %i)", (dimension) => {
    const rows = open(dimension, 4);
    fc.assert(
      fc.property(awkwardVector(dimension), awkwardVector(dimension), (row, probe) => {
        const bound = boundIn(rows, row, probe);
        expect(bound).toBeLessThanOrEqual(squaredEuclidean(probe, row));
        expect(bound).toBeGreaterThan(Number.NEGATIVE_INFINITY);
      }),
      { numRuns: dimension > 1000 ? 100 : 600 },
    );
  });

  it.each(DIMENSIONS)("are computed by the kernel as by a plain loop, to the last bit (dimension %i)", (dimension) => {
    const rows = open(dimension, 4);
    fc.assert(
      fc.property(awkwardVector(dimension), awkwardVector(dimension), (row, probe) => {
        expect(boundIn(rows, row, probe)).toBe(plainBound(row, quantiseProbe(probe)));
      }),
      { numRuns: dimension > 1000 ? 100 : 300 },
    );
  });

  it.each(DIMENSIONS)("keep the sum of products in 32 bits where it is greatest (dimension %i)", (dimension) => {
    const rows = open(dimension, 4);
    const ones = new Float32Array(dimension).fill(1);
    const { numbers } = quantiseProbe(ones);
    expect(numbers.reduce((sum, number) => sum + number * 127, 0)).toBeLessThan(2 ** 31);
    // Equal vectors: an overflow would turn the bound to about 4 times the squared norm.
    expect(boundIn(rows, ones, ones)).toBeLessThanOrEqual(0);
    expect(boundIn(rows, ones, ones)).toBe(plainBound(ones, quantiseProbe(ones)));
  });

  it("are close enough to the distances of unit vectors to be of use", () => {
    const rows = open(128, 4);
    const random = seededRandom(3);
    const unit = () => normalized(Float32Array.from({ length: 128 }, () => gaussian(random)));
    for (let i = 0; i < 200; i++) {
      const [row, probe] = [unit(), unit()];
      expect(squaredEuclidean(probe, row) - boundIn(rows, row, probe)).toBeLessThan(0.03);
    }
  });

  it("come for many rows at once, in fours, with the least of each block", () => {
    const random = seededRandom(5);
    const vector = () => Float32Array.from({ length: 20 }, () => random() - 0.5);
    const rows = open(20, 16);
    const vectors = Array.from({ length: 11 }, vector);
    for (const [slot, values] of vectors.entries()) rows.write(slot, values);
    rows.bounds.fill(7);
    const probe = quantiseProbe(vector());
    const least = new Float64Array(3);
    rows.scan(probe, 11, 4, least);
    const expected = [...vectors.map((values) => plainBound(values, probe)), probe.base];
    expect([...rows.bounds]).toEqual([...expected, 7, 7, 7, 7]);
    expect([...least]).toEqual([0, 4, 8].map((from) => Math.min(...expected.slice(from, from + 4))));
  });

  it("of an erased row and of one written over are those of what is there now", () => {
    const random = seededRandom(9);
    const vector = () => Float32Array.from({ length: 20 }, () => random() - 0.5);
    const rows = open(20, 4);
    const [first, second, probe] = [vector(), vector(), quantiseProbe(vector())];
    for (let slot = 0; slot < 4; slot++) rows.write(slot, first);
    rows.write(1, second);
    rows.erase(2);
    rows.scan(probe, 4, 4, new Float64Array(1));
    const [one, two] = [plainBound(first, probe), plainBound(second, probe)];
    expect([...rows.bounds]).toEqual([one, two, probe.base, one]);
  });

  it("leave no probe behind in the memory of the scan", () => {
    const rows = open(16, 4);
    rows.scan(quantiseProbe(new Float32Array(16).fill(0.25)), 1, 4, new Float64Array(1));
    expect([...new Uint8Array(rows.bounds.buffer, 0, rows.bounds.byteOffset)].every((byte) => byte === 0)).toBe(true);
  });
});
