/** What of a file's structure decides about it before a decoder sees it. Both functions stop at the first thing amiss. */

const SCAN = 0xda;
const END = 0xd9;
const ESCAPED_BYTE = 0x00;
const TEMPORARY = 0x01;
const FIRST_RESTART = 0xd0;
const LAST_RESTART = 0xd7;

/**
 * Scans of a JPEG, as a decoder would come to read them; pictures inside metadata (thumbnails) or behind the end do not
 * count. Markers: ITU-T T.81, table B.1.
 */
export function countJpegScans(jpeg: Uint8Array): number {
  let scans = 0;
  let at = 2;
  for (;;) {
    at = jpeg.indexOf(0xff, at);
    const marker = at < 0 ? undefined : jpeg[at + 1];
    if (marker === undefined || marker === END) return scans;
    if (marker === 0xff) {
      at += 1;
    } else if (marker === ESCAPED_BYTE || marker === TEMPORARY || (marker >= FIRST_RESTART && marker <= LAST_RESTART)) {
      at += 2;
    } else {
      if (marker === SCAN) scans++;
      at += 2 + ((jpeg[at + 2] ?? 0) << 8) + (jpeg[at + 3] ?? 0);
    }
  }
}

const PNG_SIGNATURE_BYTES = 8;

/** Whether a PNG announces more than one frame (APNG: an `acTL` chunk before the picture); decoders for PNG see the first alone. */
export function isAnimatedPng(png: Uint8Array): boolean {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let at = PNG_SIGNATURE_BYTES;
  while (at + 12 <= png.length) {
    const type = view.getUint32(at + 4);
    if (type === IDAT) return false;
    if (type === ACTL) return view.getUint32(at + 8) > 1;
    at += 12 + view.getUint32(at);
  }
  return false;
}

const IDAT = 0x49444154;
const ACTL = 0x6163544c;
