import { inverse, type SimilarityTransform, scaleOf } from "../geometry/index.js";
import { blankImage, type RgbImage } from "./rgb-image.js";

/** Mean over `factor` x `factor` blocks; what is left over at the right and bottom is averaged over what exists. */
function boxReduced(image: RgbImage, factor: number): RgbImage {
  const width = Math.ceil(image.width / factor);
  const height = Math.ceil(image.height / factor);
  const result = blankImage(width, height);
  const sums = new Uint32Array(width * 3);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const lastRow = Math.min(image.height, (y + 1) * factor);
    for (let row = y * factor; row < lastRow; row++) {
      let from = row * image.width * 3;
      for (let x = 0; x < width; x++) {
        const columns = Math.min(factor, image.width - x * factor);
        for (let i = 0; i < columns; i++) {
          sums[x * 3] = sums[x * 3]! + image.pixels[from++]!;
          sums[x * 3 + 1] = sums[x * 3 + 1]! + image.pixels[from++]!;
          sums[x * 3 + 2] = sums[x * 3 + 2]! + image.pixels[from++]!;
        }
      }
    }
    const rows = lastRow - y * factor;
    for (let x = 0; x < width; x++) {
      const count = rows * Math.min(factor, image.width - x * factor);
      for (let c = 0; c < 3; c++) result.pixels[(y * width + x) * 3 + c] = Math.round(sums[x * 3 + c]! / count);
    }
  }
  return result;
}

/**
 * The image scaled by `scale` into the top-left corner of a `width` x `height` canvas, the rest black. Bilinear; when
 * shrinking by 2 or more, whole blocks are averaged first so that fine texture does not alias.
 */
export function scaledOnto(image: RgbImage, scale: number, width: number, height: number): RgbImage {
  const factor = Math.max(1, Math.floor(1 / scale));
  const source = factor > 1 ? boxReduced(image, factor) : image;
  const step = 1 / (scale * factor);
  const result = blankImage(width, height);
  const columns = Math.min(width, Math.round(image.width * scale));
  const rows = Math.min(height, Math.round(image.height * scale));
  const { pixels: from, width: sourceWidth, height: sourceHeight } = source;
  const left = new Int32Array(columns);
  const right = new Int32Array(columns);
  const weight = new Int32Array(columns);
  for (let x = 0; x < columns; x++) {
    const at = Math.min(sourceWidth - 1, Math.max(0, (x + 0.5) * step - 0.5));
    left[x] = Math.floor(at) * 3;
    right[x] = Math.min(sourceWidth - 1, Math.floor(at) + 1) * 3;
    weight[x] = Math.round((at - Math.floor(at)) * 256);
  }
  let to = 0;
  for (let y = 0; y < rows; y++) {
    const at = Math.min(sourceHeight - 1, Math.max(0, (y + 0.5) * step - 0.5));
    const top = Math.floor(at) * sourceWidth * 3;
    const bottom = Math.min(sourceHeight - 1, Math.floor(at) + 1) * sourceWidth * 3;
    const down = Math.round((at - Math.floor(at)) * 256);
    to = y * width * 3;
    for (let x = 0; x < columns; x++) {
      const l = left[x]!;
      const r = right[x]!;
      const across = weight[x]!;
      for (let c = 0; c < 3; c++) {
        const upper = from[top + l + c]! * (256 - across) + from[top + r + c]! * across;
        const lower = from[bottom + l + c]! * (256 - across) + from[bottom + r + c]! * across;
        result.pixels[to++] = (upper * (256 - down) + lower * down + 32768) >> 16;
      }
    }
  }
  return result;
}

/**
 * The `size` x `size` picture whose pixel p shows the image at `transform`^-1(p), bilinear; outside the image is black.
 * Where the transform shrinks by 2 or more, the region is averaged first.
 */
export function warped(image: RgbImage, transform: SimilarityTransform, size: number): RgbImage {
  const factor = Math.max(1, Math.floor(1 / scaleOf(transform)));
  if (factor > 1) {
    const region = regionSeen(image, transform, size);
    const reduced = boxReduced(cropped(image, region), factor);
    // A reduced pixel's centre lies at factor * (i + 0.5) - 0.5 of the crop.
    const shift = (factor - 1) / 2;
    const { a, b } = transform;
    return warped(
      reduced,
      {
        a: a * factor,
        b: b * factor,
        tx: transform.tx + a * (region.x + shift) - b * (region.y + shift),
        ty: transform.ty + b * (region.x + shift) + a * (region.y + shift),
      },
      size,
    );
  }
  const back = inverse(transform);
  const result = blankImage(size, size);
  const { width, height, pixels } = image;
  let to = 0;
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++, to += 3) {
      const x = back.a * u - back.b * v + back.tx;
      const y = back.b * u + back.a * v + back.ty;
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      if (x0 < -1 || y0 < -1 || x0 >= width || y0 >= height) continue;
      const fx = x - x0;
      const fy = y - y0;
      for (let dy = 0; dy < 2; dy++) {
        const row = y0 + dy;
        if (row < 0 || row >= height) continue;
        for (let dx = 0; dx < 2; dx++) {
          const column = x0 + dx;
          if (column < 0 || column >= width) continue;
          const share = (dx ? fx : 1 - fx) * (dy ? fy : 1 - fy);
          const from = (row * width + column) * 3;
          accumulator[0] = accumulator[0]! + share * pixels[from]!;
          accumulator[1] = accumulator[1]! + share * pixels[from + 1]!;
          accumulator[2] = accumulator[2]! + share * pixels[from + 2]!;
        }
      }
      for (let c = 0; c < 3; c++) {
        result.pixels[to + c] = Math.round(accumulator[c]!);
        accumulator[c] = 0;
      }
    }
  }
  return result;
}

const accumulator = new Float64Array(3);

function regionSeen(image: RgbImage, transform: SimilarityTransform, size: number) {
  const back = inverse(transform);
  const corners = [0, size].flatMap((u) =>
    [0, size].map((v) => ({ x: back.a * u - back.b * v + back.tx, y: back.b * u + back.a * v + back.ty })),
  );
  const x = Math.max(0, Math.floor(Math.min(...corners.map((p) => p.x))));
  const y = Math.max(0, Math.floor(Math.min(...corners.map((p) => p.y))));
  const right = Math.min(image.width, Math.ceil(Math.max(...corners.map((p) => p.x))));
  const bottom = Math.min(image.height, Math.ceil(Math.max(...corners.map((p) => p.y))));
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** The part of the image in an integer box; what lies outside the image is black. */
export function cropped(image: RgbImage, box: { x: number; y: number; width: number; height: number }): RgbImage {
  const result = blankImage(box.width, box.height);
  const from = Math.max(0, box.x);
  const until = Math.min(image.width, box.x + box.width);
  if (until <= from) return result;
  for (let row = Math.max(0, -box.y); row < box.height && box.y + row < image.height; row++) {
    const start = ((box.y + row) * image.width + from) * 3;
    result.pixels.set(image.pixels.subarray(start, start + (until - from) * 3), (row * box.width + from - box.x) * 3);
  }
  return result;
}
