import { describe, expect, it } from "vitest";
import {
  apply,
  clipped,
  estimateSimilarity,
  intersectionOverSmaller,
  intersectionOverUnion,
  inverse,
  scaleOf,
  suppressNonMaxima,
} from "./index.js";

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe("boxes", () => {
  it("overlaps by a third when shifted by half", () => {
    expect(intersectionOverUnion(box(0, 0, 10, 10), box(5, 0, 10, 10))).toBeCloseTo(1 / 3);
    expect(intersectionOverUnion(box(0, 0, 10, 10), box(10, 0, 10, 10))).toBe(0);
  });

  it("sees a box inside another as wholly covered", () => {
    expect(intersectionOverSmaller(box(0, 0, 100, 100), box(40, 40, 10, 10))).toBe(1);
  });

  it("clips to the image, to nothing where it lies outside", () => {
    expect(clipped(box(-5, 8, 10, 10), 12, 12)).toEqual(box(0, 8, 5, 4));
    expect(clipped(box(20, 20, 5, 5), 12, 12)).toMatchObject({ width: 0, height: 0 });
  });
});

describe("non-maximum suppression", () => {
  const limits = { maxIntersectionOverUnion: 0.4, maxIntersectionOverSmaller: 0.7 };

  it("keeps the best of overlapping boxes and every separate one, in order of score", () => {
    const boxes = [
      { box: box(0, 0, 10, 10), score: 0.6 },
      { box: box(1, 0, 10, 10), score: 0.9 },
      { box: box(50, 0, 10, 10), score: 0.7 },
      { box: box(52, 2, 4, 4), score: 0.65 },
    ];
    expect(suppressNonMaxima(boxes, limits).map(({ score }) => score)).toEqual([0.9, 0.7]);
    expect(boxes[0]!.score).toBe(0.6);
  });

  it("keeps nothing of nothing", () => {
    expect(suppressNonMaxima([], limits)).toEqual([]);
  });
});

describe("similarity", () => {
  const truth = { a: 1.5 * Math.cos(0.3), b: 1.5 * Math.sin(0.3), tx: -7, ty: 12 };
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 2 },
    { x: -3, y: 8 },
    { x: 4, y: -5 },
  ];

  it("recovers a rotation, scale and shift exactly", () => {
    const found = estimateSimilarity(
      points,
      points.map((p) => apply(truth, p)),
    );
    for (const key of ["a", "b", "tx", "ty"] as const) expect(found[key]).toBeCloseTo(truth[key], 9);
    expect(scaleOf(found)).toBeCloseTo(1.5);
  });

  it("leaves a smaller squared error than any nearby similarity when the points do not fit", () => {
    const noisy = points.map((p, i) => {
      const q = apply(truth, p);
      return { x: q.x + Math.sin(7 * i), y: q.y + Math.cos(5 * i) };
    });
    const error = (t: typeof truth) =>
      points.reduce((sum, p, i) => sum + (apply(t, p).x - noisy[i]!.x) ** 2 + (apply(t, p).y - noisy[i]!.y) ** 2, 0);
    const best = estimateSimilarity(points, noisy);
    for (const key of ["a", "b", "tx", "ty"] as const) {
      for (const step of [-1e-3, 1e-3])
        expect(error({ ...best, [key]: best[key] + step })).toBeGreaterThan(error(best));
    }
  });

  it("is undone by its inverse", () => {
    const p = apply(inverse(truth), apply(truth, { x: 3, y: 4 }));
    expect(p.x).toBeCloseTo(3);
    expect(p.y).toBeCloseTo(4);
  });

  it("refuses points that say nothing", () => {
    expect(() => estimateSimilarity([{ x: 1, y: 1 }], [{ x: 1, y: 1 }])).toThrow(/2 or more/);
    expect(() =>
      estimateSimilarity(
        [
          { x: 1, y: 1 },
          { x: 1, y: 1 },
        ],
        [
          { x: 1, y: 1 },
          { x: 2, y: 1 },
        ],
      ),
    ).toThrow(/coincide/);
  });
});
