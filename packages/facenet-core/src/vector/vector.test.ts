import { describe, expect, it } from "vitest";
import { cosineDistance, euclidean, norm, normalized, normalizeInPlace, squaredEuclidean } from "./index.js";

const v = (...values: number[]) => Float32Array.from(values);

describe("distances", () => {
  it("measures a 3-4-5 triangle", () => {
    expect(squaredEuclidean(v(0, 0), v(3, 4))).toBe(25);
    expect(euclidean(v(0, 0), v(3, 4))).toBe(5);
  });

  it("relates to the cosine by d^2 = 2 (1 - cos) on unit vectors", () => {
    const a = normalized(v(1, 2, -3, 0.5));
    const b = normalized(v(-2, 0.3, 1, 4));
    expect(squaredEuclidean(a, b)).toBeCloseTo(2 * cosineDistance(a, b), 6);
  });

  it("refuses vectors of different lengths", () => {
    expect(() => squaredEuclidean(v(1), v(1, 2))).toThrow(/differ in length/);
    expect(() => cosineDistance(v(1), v(1, 2))).toThrow(/differ in length/);
  });

  it("refuses a direction of nothing", () => {
    expect(() => cosineDistance(v(0, 0), v(1, 0))).toThrow(/zero vector/);
  });
});

describe("norms", () => {
  it("scales a copy and leaves the original alone", () => {
    const original = v(3, 4);
    expect([...normalized(original)]).toEqual([0.6000000238418579, 0.800000011920929]);
    expect([...original]).toEqual([3, 4]);
  });

  it("scales in place", () => {
    const vector = v(0, 10);
    expect(normalizeInPlace(vector)).toBe(vector);
    expect(norm(vector)).toBe(1);
  });

  it.each([[v(0, 0)], [v(Number.NaN, 1)], [v(Number.POSITIVE_INFINITY, 1)]])("refuses %s", (vector) => {
    expect(() => normalized(vector)).toThrow(/cannot normalise/);
  });
});
