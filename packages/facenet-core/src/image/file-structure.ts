/** What of a file's structure decides about it before a decoder sees it. The functions stop at the first thing amiss. */

const SCAN = 0xda;
const END = 0xd9;
const ESCAPED_BYTE = 0x00;
const TEMPORARY = 0x01;
const FIRST_RESTART = 0xd0;
const LAST_RESTART = 0xd7;

export interface JpegStructure {
  /** In pixels, as the first frame says; undefined where there is none, or an empty one. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly scans: number;
}

/**
 * What a JPEG holds, as a decoder would come to read it; pictures inside metadata (thumbnails) or behind the end do not
 * count. Markers: ITU-T T.81, table B.1.
 */
export function readJpegStructure(jpeg: Uint8Array): JpegStructure {
  let size: JpegStructure["size"];
  let scans = 0;
  let at = 2;
  for (;;) {
    at = jpeg.indexOf(0xff, at);
    const marker = at < 0 ? undefined : jpeg[at + 1];
    if (marker === undefined || marker === END) return { size, scans };
    if (marker === 0xff) {
      at += 1;
    } else if (marker === ESCAPED_BYTE || marker === TEMPORARY || (marker >= FIRST_RESTART && marker <= LAST_RESTART)) {
      at += 2;
    } else {
      if (marker === SCAN) scans++;
      if (isFrame(marker)) size ??= frameSize(jpeg, at);
      at += 2 + uint16(jpeg, at + 2);
    }
  }
}

const FIRST_FRAME = 0xc0;
const LAST_FRAME = 0xcf;
/** Between those of frames: tables, a reserved one, and the arithmetic coder's. */
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];

const isFrame = (marker: number) => marker >= FIRST_FRAME && marker <= LAST_FRAME && !NO_FRAMES.includes(marker);

/** Behind the marker: length of the segment, bits of a sample, height, width. */
function frameSize(jpeg: Uint8Array, at: number): JpegStructure["size"] {
  const [height, width] = [uint16(jpeg, at + 5), uint16(jpeg, at + 7)];
  return height > 0 && width > 0 ? { width, height } : undefined;
}

const uint16 = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0);

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
