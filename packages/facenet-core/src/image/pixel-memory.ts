import type { RgbImage } from "./rgb-image.js";

/*
 * Fresh memory for the pixels of a 12-megapixel photo costs as much as decoding it: every page has to be made. Each thread
 * therefore keeps the memory of one such photo for the next.
 */

/** Bytes from which an allocator gives memory back to the system at once, and asks for it again: glibc's limit is 32 MiB. */
export const MIN_KEPT_BYTES = 24_000_000;

/** Most bytes that are kept: those of a photo of 16 megapixels. */
export const MAX_KEPT_BYTES = 48_000_000;

let kept: Uint8Array | undefined;

/** Memory for pixels; what it holds is not defined. */
export function takePixels(bytes: number): Uint8Array {
  if (!kept || kept.length < bytes) return new Uint8Array(bytes);
  const pixels = kept.subarray(0, bytes);
  kept = undefined;
  return pixels;
}

/** Wipes the pixels of a large photo and keeps their memory for the next one. Nobody may look at the image any more. */
export function giveBackPixels({ pixels }: RgbImage): void {
  const bytes = pixels.buffer.byteLength;
  if (bytes < MIN_KEPT_BYTES || bytes > MAX_KEPT_BYTES) return;
  pixels.fill(0);
  kept = new Uint8Array(pixels.buffer);
}
