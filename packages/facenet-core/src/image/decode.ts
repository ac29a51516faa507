import sharp, { type Metadata, type Sharp } from "sharp";
import { isAnimatedPng, type JpegStructure, readJpegStructure } from "./file-structure.js";
import { MAX_KEPT_BYTES, MIN_KEPT_BYTES, takePixels } from "./pixel-memory.js";
import type { RgbImage } from "./rgb-image.js";

// libvips can open SVG, PDF, TIFF, GIF and more. Each loader is a door; three are enough.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"] });
// One image per worker thread at a time: no second level of threads, and no cache of other people's photos.
sharp.concurrency(1);
sharp.cache(false);

export type ImageProblemCode = "UNSUPPORTED_IMAGE" | "IMAGE_TOO_LARGE" | "CORRUPT_IMAGE";

export type Decoded =
  | { readonly kind: "image"; readonly image: RgbImage }
  | { readonly kind: "badImage"; readonly code: ImageProblemCode; readonly message: string };

export interface DecodeLimits {
  /** Largest width x height, checked on the header before anything is decoded. */
  readonly maxPixels: number;
  /** Longest side in pixels. */
  readonly maxSide: number;
  readonly maxSeconds: number;
}

export const DEFAULT_DECODE_LIMITS: DecodeLimits = { maxPixels: 50_000_000, maxSide: 16_384, maxSeconds: 10 };

/** Hears of a large JPEG of which only the first `rows` rows are there yet. */
export type OnFirstRows = (image: RgbImage, rows: number) => void;

/** Shortest side in pixels: no face under this can be told from noise. */
const MIN_SIDE = 16;

/**
 * Most scans of a JPEG; encoders write about ten. Each one makes the decoder go through the whole picture, before it looks
 * at a clock: legal files of 150 kB with thousands of nearly empty scans take it minutes.
 */
const MAX_JPEG_SCANS = 64;

/**
 * Rows of a large JPEG that are decoded beside the others, to be looked at meanwhile. For the others the decoder starts at the
 * top again, so they should be few, but enough for what looks at them to be busy until the end. Two thirds of MAX_KEPT_BYTES
 * are less than what an allocator gives back to the system at once: see pixel-memory.ts.
 */
const FIRST_ROWS_SHARE = 1 / 3;

const ANIMATED = "Animated images are not supported.";

const bad = (code: ImageProblemCode, message: string): Decoded => ({ kind: "badImage", code, message });
const NOT_RGB = bad("UNSUPPORTED_IMAGE", "The image cannot be read as RGB.");

/** The format by its first bytes; a file name or a declared type is never believed. */
export function sniffFormat(bytes: Uint8Array): "jpeg" | "png" | "webp" | undefined {
  const starts = (...values: number[]) => values.every((value, i) => bytes[i] === value);
  if (starts(0xff, 0xd8, 0xff)) return "jpeg";
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  if (starts(0x52, 0x49, 0x46, 0x46) && Buffer.from(bytes.subarray(8, 12)).toString("latin1") === "WEBP") return "webp";
  return undefined;
}

/**
 * Decodes a still JPEG, PNG or WebP to upright 8-bit sRGB: EXIF orientation applied, transparency over mid grey, CMYK and
 * 16-bit converted. A bad file is an outcome, not an exception. A damaged file is refused rather than half decoded; until
 * then `onFirstRows` may have seen some of it.
 */
export async function decodeImage(
  bytes: Uint8Array,
  limits: DecodeLimits = DEFAULT_DECODE_LIMITS,
  onFirstRows?: OnFirstRows,
): Promise<Decoded> {
  if (bytes.length === 0) return bad("CORRUPT_IMAGE", "The image is empty.");
  const format = sniffFormat(bytes);
  if (!format) return bad("UNSUPPORTED_IMAGE", "The image is not a JPEG, PNG or WebP file.");
  const jpeg = format === "jpeg" ? readJpegStructure(bytes) : undefined;
  if (jpeg && jpeg.scans > MAX_JPEG_SCANS)
    return bad("UNSUPPORTED_IMAGE", `The image has more than ${MAX_JPEG_SCANS} scans.`);
  if (format === "png" && isAnimatedPng(bytes)) return bad("UNSUPPORTED_IMAGE", ANIMATED);
  const open = (limitInputPixels: number | false) =>
    sharp(bytes, { failOn: "error", limitInputPixels, sequentialRead: true });
  try {
    const { width, height, pages, isInRows } = await readHeader(() => open(false).metadata(), jpeg);
    if (pages > 1) return bad("UNSUPPORTED_IMAGE", ANIMATED);
    if (width * height > limits.maxPixels || Math.max(width, height) > limits.maxSide) {
      return bad(
        "IMAGE_TOO_LARGE",
        `The image is ${width} x ${height} pixels; at most ${limits.maxPixels} pixels and ${limits.maxSide} a side are taken.`,
      );
    }
    if (Math.min(width, height) < MIN_SIDE)
      return bad("UNSUPPORTED_IMAGE", `The image is smaller than ${MIN_SIDE} pixels.`);
    // The decoder looks for itself once more: a damaged file may hold another frame than the one that was found.
    const upright = () => {
      const image = open(limits.maxPixels).timeout({ seconds: limits.maxSeconds }).autoOrient();
      const opaque = jpeg ? image : image.flatten({ background: { r: 128, g: 128, b: 128 } });
      return opaque.toColourspace("srgb").raw({ depth: "uchar" });
    };
    const size = width * height * 3;
    if (isInRows && size >= MIN_KEPT_BYTES && size <= MAX_KEPT_BYTES)
      return await decodeInBands(upright, width, height, onFirstRows);
    const { data, info } = await upright().toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) return NOT_RGB;
    return { kind: "image", image: { width: info.width, height: info.height, pixels: data } };
  } catch (error) {
    // The library's text may quote the file; only the fact goes on.
    if (error instanceof Error && /timeout/i.test(error.message))
      return bad("IMAGE_TOO_LARGE", "The image takes too long to decode.");
    return bad("CORRUPT_IMAGE", "The image is damaged or incomplete.");
  }
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  /** Whether the file holds the rows in the order of the picture, so that a band costs no more than what lies above it. */
  readonly isInRows: boolean;
}

/** A small JPEG says by itself what matters: asking the decoder would make it wait for an eighth of its decoding. */
async function readHeader(ask: () => Promise<Metadata>, jpeg: JpegStructure | undefined): Promise<Header> {
  const size = jpeg?.size;
  if (size && size.width * size.height * 3 < MIN_KEPT_BYTES) return { ...size, pages: 1, isInRows: false };
  const { width, height, pages = 1, isProgressive, orientation = 1 } = await ask();
  return { width, height, pages, isInRows: jpeg !== undefined && !isProgressive && orientation === 1 };
}

async function decodeInBands(
  upright: () => Sharp,
  width: number,
  height: number,
  onFirstRows: OnFirstRows | undefined,
): Promise<Decoded> {
  const pixels = takePixels(width * height * 3);
  const image = { width, height, pixels };
  const decodeBand = async (top: number, end: number) => {
    const band = upright().extract({ left: 0, top, width, height: end - top });
    const { data, info } = await band.toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) return false;
    pixels.set(data, top * width * 3);
    if (top === 0) onFirstRows?.(image, end);
    return true;
  };
  const firstRows = Math.floor(height * FIRST_ROWS_SHARE);
  const areRgb = await Promise.all([decodeBand(firstRows, height), decodeBand(0, firstRows)]);
  return areRgb.every(Boolean) ? { kind: "image", image } : NOT_RGB;
}

/** A picture as lossless WebP: small, and the network sees the very same pixels when it is read again. */
export async function encodeLossless(image: RgbImage): Promise<Uint8Array> {
  return sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 3 } })
    .webp({ lossless: true, effort: 0 })
    .toBuffer();
}
