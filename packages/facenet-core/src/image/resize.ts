import sharp from "sharp";
import type { RgbImage } from "./rgb-image.js";

/** Width and height of the image at `scale` of its size, whole pixels. */
export const scaledSize = ({ width, height }: RgbImage, scale: number) =>
  [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const;

/**
 * The image stretched to `width` x `height` pixels; when it shrinks, every pixel of it counts. Many times faster on large
 * photos than plain loops, and not the same to the last bit: what is embedded is resampled by `resample.ts`.
 */
export async function resized(image: RgbImage, width: number, height: number): Promise<RgbImage> {
  const pixels = await sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  return { width, height, pixels };
}
