import type { RgbImage } from "./rgb-image.js";

/*
 * Fresh memory for the pixels of a 12-megapixel photo costs as much as decoding it: every page has to be made. Each thread
 * therefore keeps the memory of one such photo, and of its smaller sizes, for the next. Threads can share it.
 */

/** Bytes from which an allocator gives memory back to the system at once, and asks for it again: glibc's limit is 32 MiB. */
export const MIN_KEPT_BYTES = 24_000_000;

/** Most bytes that are kept: those of a photo of 16 megapixels. */
export const MAX_KEPT_BYTES = 48_000_000;

/** The pixels of a photo, and its smaller sizes. */
const MOST_KEPT = 2;

const kept: SharedArrayBuffer[] = [];

/** Memory for pixels; what it holds is not defined. */
export function takePixels(bytes: number): Uint8Array<SharedArrayBuffer> {
  const i = kept.findIndex(({ byteLength }) => byteLength >= bytes);
  const [buffer = new SharedArrayBuffer(bytes)] = i < 0 ? [] : kept.splice(i, 1);
  return new Uint8Array(buffer, 0, bytes);
}

/** Wipes pixels that were taken and keeps their memory for the next photo. Nobody may look at the image any more. */
export function giveBackPixels({ pixels }: Pick<RgbImage, "pixels">): void {
  const { buffer } = pixels;
  if (!(buffer instanceof SharedArrayBuffer)) return;
  pixels.fill(0);
  if (buffer.byteLength > MAX_KEPT_BYTES) return;
  kept.push(buffer);
  kept.sort((a, b) => a.byteLength - b.byteLength);
  if (kept.length > MOST_KEPT) kept.shift();
}
