import type { RgbImage } from "../image/rgb-image.js";
import type { ModelInput } from "../models/model-manifest.js";

type PixelFormat = Pick<ModelInput, "layout" | "channels" | "normalisation">;

/**
 * The picture as a model's numbers, row-major [3 x height x width] or [height x width x 3]: (value - mean) / scale with
 * mean and scale in the order of the channels, or of the picture itself where it is whitened beforehand.
 */
export function packPicture({ width, height, pixels }: RgbImage, format: PixelFormat): Float32Array {
  const { mean, scale } = format.normalisation.kind === "fixed" ? format.normalisation : ofPicture(pixels);
  const count = width * height;
  const values = new Float32Array(3 * count);
  for (let c = 0; c < 3; c++) {
    const from = format.channels === "RGB" ? c : 2 - c;
    const [start, step] = format.layout === "NCHW" ? [c * count, 1] : [c, 3];
    for (let i = 0; i < count; i++) values[start + i * step] = (pixels[3 * i + from]! - mean[c]!) / scale[c]!;
  }
  return values;
}

/** "Prewhitening" of FaceNet (D. Sandberg, facenet.py): one mean and deviation, which a flat picture must not make zero. */
function ofPicture(pixels: Uint8Array): { mean: readonly number[]; scale: readonly number[] } {
  let sum = 0;
  let squares = 0;
  for (const value of pixels) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / pixels.length;
  const deviation = Math.sqrt(Math.max(0, squares / pixels.length - mean * mean));
  const scale = Math.max(deviation, 1 / Math.sqrt(pixels.length));
  return { mean: [mean, mean, mean], scale: [scale, scale, scale] };
}
