import { inverse, type SimilarityTransform, scaleOf } from "../geometry/index.js";
import { workspace } from "./resample-kernel.js";
import { blankImage, type RgbImage } from "./rgb-image.js";
import type { Scratch } from "./scratch.js";

const INT_BYTES = 4;

/** A part of an image in its pixels, integers; what lies outside the image is black. */
interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const whole = ({ width, height }: RgbImage): Part => ({ x: 0, y: 0, width, height });

/** From memory that threads share, the engine copies eight bytes at once where both ends lie alike, and else one by one. */
const WORD_BYTES = 8;

/** What the image has of the `y`th row of a part, and how many bytes of the row lie before it. */
function seenOfRow({ width, height, pixels }: RgbImage, part: Part, y: number) {
  const from = Math.max(0, part.x);
  const until = Math.min(width, part.x + part.width);
  const row = part.y + y;
  if (row < 0 || row >= height || until <= from) return undefined;
  return { seen: pixels.subarray((row * width + from) * 3, (row * width + until) * 3), before: (from - part.x) * 3 };
}

/** Copies the `y`th row of a part to `place`, which has {@link WORD_BYTES} more than the row takes. Where it begins there. */
function putRow(image: RgbImage, part: Part, y: number, bytes: Uint8Array, place: number): number {
  const row = seenOfRow(image, part, y);
  if (!row) {
    bytes.fill(0, place, place + part.width * 3);
    return place;
  }
  const { seen, before } = row;
  const begin = place + ((seen.byteOffset - before) & (WORD_BYTES - 1));
  bytes.fill(0, begin, begin + before);
  bytes.set(seen, begin + before);
  bytes.fill(0, begin + before + seen.length, begin + part.width * 3);
  return begin;
}

/** Mean over `factor` x `factor` blocks; what is left over at the right and bottom is averaged over what exists. */
function boxReduced(image: RgbImage, factor: number, part: Part): RgbImage {
  const result = blankImage(Math.ceil(part.width / factor), Math.ceil(part.height / factor));
  const stride = part.width * 3;
  const { kernel, places, bytes, ints } = workspace(stride + WORD_BYTES, stride * INT_BYTES, result.width * 3);
  const [row, sums, means] = places as [number, number, number];
  for (let y = 0; y < result.height; y++) {
    ints.fill(0, sums / INT_BYTES, sums / INT_BYTES + stride);
    const first = y * factor;
    const end = Math.min(part.height, first + factor);
    for (let from = first; from < end; from++) {
      const begin = putRow(image, part, from, bytes, row);
      kernel.addRow(begin, begin + stride, sums);
    }
    kernel.meanOfBlocks(sums, part.width, factor, end - first, means);
    result.pixels.set(bytes.subarray(means, means + result.width * 3), y * result.width * 3);
  }
  return result;
}

/** Bytes of a place: see stretchRow of the kernel. */
const PLACE_BYTES = 12;

/** Between which two of a line's `length` pixels the `i`th of a result lies whose pixels are `step` apart, and 256ths of the way. */
function between(i: number, step: number, length: number) {
  const at = Math.min(length - 1, Math.max(0, (i + 0.5) * step - 0.5));
  const first = Math.floor(at);
  return { first, second: Math.min(length - 1, first + 1), weight: Math.round((at - first) * 256) };
}

/**
 * Puts the image, or a part of it, scaled by `scale` onto the top-left corner of `canvas`; what is beyond stays as it was.
 * Bilinear; when shrinking by 2 or more, whole blocks are averaged first so that fine texture does not alias.
 */
export function scaleOnto(canvas: RgbImage, image: RgbImage, scale: number, part: Part = whole(image)): void {
  const factor = Math.max(1, Math.floor(1 / scale));
  const source = factor > 1 ? boxReduced(image, factor, part) : image;
  const seen = factor > 1 ? whole(source) : part;
  const step = 1 / (scale * factor);
  const columns = Math.min(canvas.width, Math.round(part.width * scale));
  const rows = Math.min(canvas.height, Math.round(part.height * scale));
  if (columns === 0 || rows === 0) return;

  const line = columns * 3;
  const placesEnd = columns * PLACE_BYTES;
  const { kernel, places, bytes, ints } = workspace(
    placesEnd,
    seen.width * 3 + WORD_BYTES,
    line * INT_BYTES,
    line * INT_BYTES,
    line,
  );
  const [table, row, one, other, blended] = places as [number, number, number, number, number];
  for (let x = 0, at = table / INT_BYTES; x < columns; x++) {
    const { first, second, weight } = between(x, step, seen.width);
    ints[at++] = 3 * first;
    ints[at++] = 3 * second;
    ints[at++] = (256 - weight) | (weight << 16);
  }
  const stretch = (y: number, into: { y: number; readonly values: number }) => {
    into.y = y;
    kernel.stretchRow(putRow(source, seen, y, bytes, row), table, table + placesEnd, into.values);
  };
  // Most rows of the source are needed twice, first as the lower and then as the upper one.
  let upper = { y: -1, values: one };
  let lower = { y: -1, values: other };
  for (let y = 0; y < rows; y++) {
    const { first, second, weight } = between(y, step, seen.height);
    if (first === lower.y) [upper, lower] = [lower, upper];
    if (first !== upper.y) stretch(first, upper);
    if (second !== lower.y) stretch(second, lower);
    kernel.blendRows(upper.values, lower.values, weight, blended, blended + line);
    canvas.pixels.set(bytes.subarray(blended, blended + line), y * canvas.width * 3);
  }
}

/**
 * The `size` x `size` picture whose pixel p shows the image at `transform`^-1(p), bilinear; outside the image is black.
 * Where the transform shrinks by 2 or more, the region is averaged first.
 */
export function warped(image: RgbImage, transform: SimilarityTransform, size: number): RgbImage {
  const factor = Math.max(1, Math.floor(1 / scaleOf(transform)));
  // A pixel of what is warped more on every side: the neighbours of what is seen at the border.
  const region = regionSeen(image, transform, size, factor);
  if (factor > 1) {
    const reduced = boxReduced(image, factor, region);
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
  const seen = cropped(image, region);
  const stride = region.width * 3;
  const result = blankImage(size, size);
  const { kernel, places, bytes } = workspace(seen.pixels.length, result.pixels.length);
  const [source, to] = places as [number, number];
  bytes.set(seen.pixels, source);
  const { a, b, tx, ty } = inverse(transform);
  const { width, height } = image;
  // Where the image would begin, were all of it there.
  const origin = source - region.y * stride - region.x * 3;
  for (let v = 0; v < size; v++) {
    kernel.warpRow(origin, stride, width, height, a, b, a * v, b * v, tx, ty, size, to + v * size * 3);
  }
  result.pixels.set(bytes.subarray(to, to + result.pixels.length));
  return result;
}

function regionSeen(image: RgbImage, transform: SimilarityTransform, size: number, border: number) {
  const back = inverse(transform);
  const corners = [0, size].flatMap((u) =>
    [0, size].map((v) => ({ x: back.a * u - back.b * v + back.tx, y: back.b * u + back.a * v + back.ty })),
  );
  const x = Math.max(0, Math.floor(Math.min(...corners.map((p) => p.x))) - border);
  const y = Math.max(0, Math.floor(Math.min(...corners.map((p) => p.y))) - border);
  const right = Math.min(image.width, Math.ceil(Math.max(...corners.map((p) => p.x))) + border);
  const bottom = Math.min(image.height, Math.ceil(Math.max(...corners.map((p) => p.y))) + border);
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** A part of the image. `scratch` is memory to be used for it. */
export function cropped(image: RgbImage, box: Part, scratch?: Scratch): RgbImage {
  const { width, height } = box;
  const result = scratch ? { width, height, pixels: scratch.take(width * height * 3) } : blankImage(width, height);
  const isInside = box.x >= 0 && box.x + width <= image.width && box.y >= 0 && box.y + height <= image.height;
  if (scratch && !isInside) result.pixels.fill(0);
  for (let y = 0; y < height; y++) {
    const row = seenOfRow(image, box, y);
    if (row) result.pixels.set(row.seen, y * width * 3 + row.before);
  }
  return result;
}
