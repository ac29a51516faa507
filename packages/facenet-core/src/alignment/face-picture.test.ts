import { describe, expect, it } from "vitest";
import type { LocatedFace } from "../embedding/face-encoder.js";
import { apply, inverse, type Point } from "../geometry/index.js";
import { blankImage } from "../image/rgb-image.js";
import type { Alignment } from "../models/model-manifest.js";
import { faceChip } from "./chip.js";
import { arcFaceTransform, cutPicture } from "./face-picture.js";

/** 68 points whose five of ArcFace lie exactly at the places of the template, seen through `place`. */
function landmarks(place: (p: Point) => Point): Point[] {
  const points = Array.from({ length: 68 }, (_, i) => ({ x: 50 + (i % 9), y: 40 + (i % 7) }));
  // Six points about a centre, whose mean is the centre.
  const ring = (first: number, x: number, y: number) => {
    for (let i = 0; i < 6; i++) {
      const angle = (i * Math.PI) / 3;
      points[first + i] = { x: x + 4 * Math.cos(angle), y: y + 2 * Math.sin(angle) };
    }
  };
  ring(36, 38.2946, 51.6963);
  ring(42, 73.5318, 51.5014);
  points[30] = { x: 56.0252, y: 71.7366 };
  points[48] = { x: 41.5493, y: 92.3655 };
  points[54] = { x: 70.7299, y: 92.2041 };
  return points.map(place);
}

/** A picture in which every place has another colour. */
function gradient(width: number, height: number) {
  const image = blankImage(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) image.pixels.set([x, y, (x + y) / 2], (y * width + x) * 3);
  return image;
}
const colour = (image: ReturnType<typeof gradient>, x: number, y: number) => [
  ...image.pixels.subarray((y * image.width + x) * 3, (y * image.width + x) * 3 + 2),
];
const face = (place: (p: Point) => Point = (p) => p): LocatedFace => {
  const image = gradient(240, 220);
  const points = landmarks(place);
  return { image, landmarks: points, box: { x: 60, y: 50, width: 80, height: 100 }, chip: faceChip(image, points) };
};
const arcface: Alignment = { template: "arcface-5pt-112" };

describe("arcFaceTransform", () => {
  it("carries a turned, scaled and moved face back to the template", () => {
    const pose = { a: 1.7, b: 0.4, tx: 20, ty: -8 };
    const back = arcFaceTransform(landmarks((p) => apply(pose, p)));
    const expected = inverse(pose);
    for (const part of ["a", "b", "tx", "ty"] as const) expect(back[part]).toBeCloseTo(expected[part], 6);
  });

  it("names a landmark that is missing", () => {
    expect(() => arcFaceTransform(landmarks((p) => p).slice(0, 54))).toThrow("landmark 54 is missing");
  });
});

describe("cutPicture", () => {
  it("leaves a face that already lies in the template where it is", () => {
    const picture = cutPicture(face(), arcface, 112, 112);
    expect([picture.width, picture.height]).toEqual([112, 112]);
    for (const [x, y] of [
      [0, 0],
      [38, 52],
      [111, 111],
    ] as const)
      expect(colour(picture, x, y)).toEqual([x, y]);
  });

  it("scales the template to a model of another size", () => {
    const picture = cutPicture(face(), arcface, 224, 224);
    expect(colour(picture, 76, 104)).toEqual([38, 52]);
  });

  it("takes the middle of the template for a narrower model", () => {
    const picture = cutPicture(face(), arcface, 96, 112);
    expect([picture.width, picture.height]).toEqual([96, 112]);
    expect(colour(picture, 0, 30)).toEqual([8, 30]);
    expect(colour(picture, 95, 30)).toEqual([103, 30]);
  });

  it("gives the chip of the built-in encoder where the template is its own", () => {
    const located = face();
    expect(cutPicture(located, { template: "dlib-chip-150" }, 150, 150).pixels).toEqual(located.chip.pixels);
  });

  it.each([
    // The box is 80 x 100 about (100, 100): squares of 100 and of 200.
    [0, 100, 50],
    [0.5, 200, 0],
  ])("cuts a square about the box with %s of its longer side around it", (margin, side, start) => {
    const picture = cutPicture(face(), { template: "box", margin }, side, side);
    for (const at of [0, 17, side - 1]) expect(colour(picture, at, at)).toEqual([start + at, start + at]);
  });
});
