import { type Box, clipped, type Point } from "../geometry/index.js";
import { cropped, scaleOnto } from "../image/resample.js";
import { asBatch, blankImage, mirrored, type RgbImage } from "../image/rgb-image.js";
import { LANDMARK_INPUT_SIZE } from "../models/landmarks-68.js";
import type { NetworkRunner } from "../runtime/network-runner.js";

/** Index of each of the 68 points (iBUG 300-W order) in a mirrored face. */
export const MIRRORED_INDEX: readonly number[] = (() => {
  const index = Array.from({ length: 68 }, (_, i) => i);
  const swap = (a: number, b: number) => {
    index[a] = b;
    index[b] = a;
  };
  for (let i = 0; i < 8; i++) swap(i, 16 - i); // jaw
  for (let i = 0; i < 5; i++) swap(17 + i, 26 - i); // brows
  swap(31, 35);
  swap(32, 34); // nostrils
  const pairs = [
    [36, 45],
    [37, 44],
    [38, 43],
    [39, 42],
    [40, 47],
    [41, 46],
    [48, 54],
    [49, 53],
    [50, 52],
    [55, 59],
    [56, 58],
    [60, 64],
    [61, 63],
    [65, 67],
  ] as const;
  for (const [a, b] of pairs) swap(a, b);
  return index;
})();

/**
 * 68 landmarks of the face in `box`, in pixels of the image. With two readings the crop and its mirror image are both read and
 * averaged, which halves the jitter of single ones.
 */
export async function findLandmarks(
  net: NetworkRunner,
  image: RgbImage,
  box: Box,
  readings: 1 | 2 = 2,
): Promise<Point[]> {
  const inside = clipped(box, image.width, image.height);
  const crop = {
    x: Math.floor(inside.x),
    y: Math.floor(inside.y),
    width: Math.max(1, Math.floor(inside.width)),
    height: Math.max(1, Math.floor(inside.height)),
  };
  const side = Math.max(crop.width, crop.height);
  const left = crop.x - Math.floor((side - crop.width) / 2);
  const top = crop.y - Math.floor((side - crop.height) / 2);
  // The net was trained on crops padded with black, so the square is black outside the box even where the image goes on.
  const square = blackOutside(
    cropped(image, { x: left, y: top, width: side, height: side }),
    crop.x - left,
    crop.y - top,
    crop.width,
    crop.height,
  );
  const input = blankImage(LANDMARK_INPUT_SIZE, LANDMARK_INPUT_SIZE);
  scaleOnto(input, square, LANDMARK_INPUT_SIZE / side);
  const { values } = await net.run(asBatch(readings === 1 ? [input] : [input, mirrored(input)]));
  if (readings === 1)
    return MIRRORED_INDEX.map((_, i) => ({ x: left + side * values[2 * i]!, y: top + side * values[2 * i + 1]! }));
  return MIRRORED_INDEX.map((mirror, i) => ({
    x: left + (side * (values[2 * i]! + 1 - values[136 + 2 * mirror]!)) / 2,
    y: top + (side * (values[2 * i + 1]! + values[136 + 2 * mirror + 1]!)) / 2,
  }));
}

function blackOutside(square: RgbImage, x: number, y: number, width: number, height: number): RgbImage {
  for (let row = 0; row < square.height; row++) {
    const start = row * square.width * 3;
    if (row < y || row >= y + height) square.pixels.fill(0, start, start + square.width * 3);
    else {
      square.pixels.fill(0, start, start + x * 3);
      square.pixels.fill(0, start + (x + width) * 3, start + square.width * 3);
    }
  }
  return square;
}
