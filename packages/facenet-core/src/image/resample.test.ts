import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { naiveScaledOnto, naiveWarped } from "../../test/naive-resample.js";
import { cropped, scaleOnto, warped } from "./resample.js";
import { blankImage, type RgbImage } from "./rgb-image.js";
import { Scratch } from "./scratch.js";

const side = fc.integer({ min: 1, max: 60 });
const image: fc.Arbitrary<RgbImage> = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((pixels) => ({ width, height, pixels })),
  );
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

function scaledOnto(picture: RgbImage, scale: number, width: number, height: number): RgbImage {
  const canvas = blankImage(width, height);
  scaleOnto(canvas, picture, scale);
  return canvas;
}

describe("scaleOnto", () => {
  it("gives what the plain loops give, to the last bit", () => {
    fc.assert(
      fc.property(image, number(0.02, 4), side, side, (picture, scale, width, height) => {
        expect(scaledOnto(picture, scale, width, height)).toEqual(naiveScaledOnto(picture, scale, width, height));
      }),
    );
  });

  it("gives the same of a part as of what was cut out before, black outside, also from memory that threads share", () => {
    const corner = fc.integer({ min: -70, max: 70 });
    fc.assert(
      fc.property(image, number(0.02, 4), corner, corner, side, side, (picture, scale, x, y, width, height) => {
        const part = { x, y, width, height };
        const expected = naiveScaledOnto(cropped(picture, part), scale, 40, 40);
        const shared = new Uint8Array(new SharedArrayBuffer(picture.pixels.length + 1), 1);
        shared.set(picture.pixels);
        for (const pixels of [picture.pixels, shared]) {
          const canvas = blankImage(40, 40);
          scaleOnto(canvas, { ...picture, pixels }, scale, part);
          expect(canvas).toEqual(expected);
        }
      }),
    );
  });

  it("leaves what it does not cover", () => {
    const canvas = { width: 3, height: 2, pixels: new Uint8Array(18).fill(7) };
    scaleOnto(canvas, { width: 2, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) }, 1);
    expect([...canvas.pixels]).toEqual([1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
  });

  it("averages a picture much larger than the result", () => {
    const width = 3000;
    const picture = { width, height: 7, pixels: new Uint8Array(width * 7 * 3).map((_, i) => i % 251) };
    expect(scaledOnto(picture, 0.01, 32, 32)).toEqual(naiveScaledOnto(picture, 0.01, 32, 32));
  });
});

describe("warped", () => {
  const transform = fc
    .record({ scale: number(0.51, 6), angle: number(-Math.PI, Math.PI), tx: number(-80, 80), ty: number(-80, 80) })
    .map(({ scale, angle, tx, ty }) => ({ a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx, ty }));

  it("gives what the plain loops give, to the last bit, black outside", () => {
    fc.assert(
      fc.property(image, transform, side, (picture, pose, size) => {
        expect(warped(picture, pose, size)).toEqual(naiveWarped(picture, pose, size));
      }),
    );
  });

  it("averages first where it shrinks: a fine pattern becomes grey and does not alias", () => {
    const pixels = new Uint8Array(200 * 200 * 3).map((_, i) => (Math.floor(i / 3) % 2 === 0 ? 0 : 255));
    const shrunk = warped({ width: 200, height: 200, pixels }, { a: 0.25, b: 0, tx: -5, ty: -5 }, 30);
    for (const value of shrunk.pixels) expect(Math.abs(value - 128)).toBeLessThanOrEqual(1);
  });
});

describe("cropped", () => {
  it("is black where the image does not reach", () => {
    const picture = { width: 2, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    const { pixels } = cropped(picture, { x: 1, y: -1, width: 2, height: 2 });
    expect([...pixels]).toEqual([0, 0, 0, 0, 0, 0, 4, 5, 6, 0, 0, 0]);
  });

  it("shows nothing of what its memory was used for before", () => {
    const scratch = new Scratch();
    const corner = fc.integer({ min: -70, max: 70 });
    fc.assert(
      fc.property(image, corner, corner, side, side, (picture, x, y, width, height) => {
        scratch.take(60 * 60 * 3).fill(255);
        const box = { x, y, width, height };
        expect(cropped(picture, box, scratch)).toEqual(cropped(picture, box));
      }),
    );
  });
});

describe("without WebAssembly", () => {
  it("says what is missing, once it is needed", async () => {
    vi.resetModules();
    vi.stubGlobal("WebAssembly", undefined);
    try {
      const alone = await import("./resample.js");
      const picture = { width: 1, height: 1, pixels: new Uint8Array(3) };
      expect(() => alone.scaleOnto(picture, picture, 1)).toThrow("This needs WebAssembly with SIMD");
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
