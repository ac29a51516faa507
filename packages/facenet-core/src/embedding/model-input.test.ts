import { describe, expect, it } from "vitest";
import { packPicture } from "./model-input.js";

/** 2 x 1: two pixels whose six values are all different. */
const picture = { width: 2, height: 1, pixels: Uint8Array.of(10, 20, 30, 40, 50, 60) };
const plain = { kind: "fixed", mean: [0, 0, 0], scale: [1, 1, 1] } as const;

describe("packPicture", () => {
  it.each([
    ["NHWC", "RGB", [10, 20, 30, 40, 50, 60]],
    ["NHWC", "BGR", [30, 20, 10, 60, 50, 40]],
    ["NCHW", "RGB", [10, 40, 20, 50, 30, 60]],
    ["NCHW", "BGR", [30, 60, 20, 50, 10, 40]],
  ] as const)("lays %s in %s out", (layout, channels, expected) => {
    expect([...packPicture(picture, { layout, channels, normalisation: plain })]).toEqual(expected);
  });

  it("takes mean and scale in the order of the channels", () => {
    const normalisation = { kind: "fixed", mean: [30, 20, 10], scale: [1, 2, 5] } as const;
    expect([...packPicture(picture, { layout: "NHWC", channels: "BGR", normalisation })]).toEqual([0, 0, 0, 30, 15, 6]);
  });

  it("whitens by the picture's own mean and deviation", () => {
    const values = packPicture(picture, { layout: "NHWC", channels: "RGB", normalisation: { kind: "prewhiten" } });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 6);
    expect(variance).toBeCloseTo(1, 5);
  });

  it("whitens a flat picture to zeros", () => {
    const flat = { width: 2, height: 1, pixels: new Uint8Array(6).fill(77) };
    expect([...packPicture(flat, { layout: "NHWC", channels: "RGB", normalisation: { kind: "prewhiten" } })]).toEqual(
      Array(6).fill(0),
    );
  });
});
