import { blankImage, type RgbImage } from "./rgb-image.js";

/** Two images from left to right, their tops in line; black below the lower one. */
export function sideBySide(left: RgbImage, right: RgbImage): RgbImage {
  const result = blankImage(left.width + right.width, Math.max(left.height, right.height));
  for (const [{ width, height, pixels }, start] of [
    [left, 0],
    [right, left.width],
  ] as const)
    for (let y = 0; y < height; y++)
      result.pixels.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), (y * result.width + start) * 3);
  return result;
}
