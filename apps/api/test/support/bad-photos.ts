import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { jpegOfManyScans, segment, withBrokenHuffmanTable, withFrameHeader, withSegments } from "./jpeg-parts.js";
import { emptyPhoto, portrait, samplePhoto } from "./photos.js";
import { animatedPng, chunk, compressedText, png, withChunks, zeros } from "./png-parts.js";

/** Planted wherever a file has room for text: must be found in no answer and no log. */
export const MARKER = "MARKERzqx";

const HTML = Buffer.from(`<html><script>alert("${MARKER}")</script></html>`);
const LONGEST_SEGMENT = 65_533;
const COMMENT = 0xfe;
const EXIF = 0xe1;
const ICC = 0xe2;

/** Greatest square that the server takes by default, in pixels a side: 39.7 megapixels. */
const LARGEST = 6300;

const flat = (width: number, height = width) =>
  sharp({ create: { width, height, channels: 3, background: "#808080" }, limitInputPixels: false });
const ada = () => portrait("ada");
const adaAs = async (change: (photo: Sharp) => Sharp) => change(sharp(await ada())).toBuffer();
const cut = (bytes: Buffer, tenths: number) => bytes.subarray(0, Math.floor((bytes.length * tenths) / 10));
const text = (length: number) => Buffer.alloc(length, `${MARKER} `);
const magic = (...bytes: (number | string)[]) =>
  Buffer.concat([
    Buffer.from(bytes.flatMap((b) => (typeof b === "string" ? [...Buffer.from(b, "latin1")] : [b]))),
    text(4096),
  ]);
const riff = (payload: Buffer) => {
  const head = Buffer.from("RIFF....WEBP", "latin1");
  head.writeUInt32LE(payload.length + 4, 4);
  return Buffer.concat([head, payload]);
};

type Make = () => Promise<Buffer> | Buffer;

function truncations(format: "jpeg" | "png" | "webp"): Record<string, Make> {
  const entries = Array.from({ length: 9 }, (_, i) => {
    const make = async () => cut(await adaAs((photo) => photo.toFormat(format)), i + 1);
    return [`${format} cut to ${i + 1} tenths`, make] as const;
  });
  return Object.fromEntries(entries);
}

/** Undoes for the pixels what the tag tells the viewer to do, so that the picture is upright again when it is obeyed. */
async function oriented(orientation: number): Promise<Buffer> {
  const upright = sharp(await ada());
  const transposed = async (degrees: number) => sharp(await upright.rotate(degrees).png().toBuffer()).flop();
  const turned = [
    () => upright,
    () => upright.flop(),
    () => upright.rotate(180),
    () => upright.flip(),
    () => transposed(90),
    () => upright.rotate(270),
    () => transposed(270),
    () => upright.rotate(90),
  ][orientation - 1]!;
  const pixels = await (await turned()).png().toBuffer();
  return sharp(pixels).withMetadata({ orientation }).jpeg({ quality: 92 }).toBuffer();
}

const ORIENTATIONS: Record<string, Make> = Object.fromEntries(
  Array.from({ length: 8 }, (_, i) => [`EXIF orientation ${i + 1}`, () => oriented(i + 1)]),
);

/** Files that show Ada and look odd: each has to be recognised. */
export const ODD_PHOTOS: Readonly<Record<string, Make>> = {
  ...ORIENTATIONS,
  "CMYK JPEG": () => adaAs((photo) => photo.toColourspace("cmyk").jpeg()),
  "16-bit PNG": () => adaAs((photo) => photo.toColourspace("rgb16").png()),
  "greyscale JPEG": () => adaAs((photo) => photo.greyscale().jpeg()),
  "palette PNG": () => adaAs((photo) => photo.png({ palette: true })),
  "interlaced PNG": () => adaAs((photo) => photo.png({ progressive: true })),
  "transparent PNG": () => adaAs((photo) => photo.ensureAlpha(0.95).png()),
  "transparent WebP": () => adaAs((photo) => photo.ensureAlpha(0.95).webp()),
  "progressive JPEG": () => adaAs((photo) => photo.jpeg({ progressive: true })),
  "JPEG with HTML in a comment": async () => withSegments(await ada(), segment(COMMENT, HTML)),
  "JPEG with HTML behind it": async () => Buffer.concat([await ada(), HTML]),
  "JPEG with a zip archive behind it": async () => Buffer.concat([await ada(), Buffer.from("PK\x03\x04"), text(100)]),
  "JPEG with 8 MB of comments": async () =>
    withSegments(await ada(), ...Array<Buffer>(122).fill(segment(COMMENT, text(LONGEST_SEGMENT)))),
  "JPEG with an EXIF segment of nonsense": async () =>
    withSegments(await ada(), segment(EXIF, Buffer.concat([Buffer.from("Exif\0\0MM\0*"), text(60_000)]))),
  "JPEG with 8 MB of a colour profile of nonsense": async () =>
    withSegments(
      await ada(),
      ...Array.from({ length: 122 }, (_, i) =>
        segment(ICC, Buffer.concat([Buffer.from("ICC_PROFILE\0"), Buffer.from([i + 1, 122]), text(65_000)])),
      ),
    ),
  "JPEG with broken EXIF offsets": async () =>
    withSegments(await ada(), segment(EXIF, Buffer.from("Exif\0\0II*\0\xff\xff\xff\xff\xff\xff\xff\xff", "latin1"))),
  "PNG with a text chunk": async () =>
    withChunks(await adaAs((photo) => photo.png()), chunk("tEXt", Buffer.from(`Comment\0${MARKER}`))),
  "PNG with a bomb for a text": async () =>
    withChunks(await adaAs((photo) => photo.png()), compressedText("zTXt", "Comment", Buffer.alloc(300_000_000))),
  "PNG with a bomb for a colour profile": async () =>
    withChunks(await adaAs((photo) => photo.png()), compressedText("iCCP", MARKER, Buffer.alloc(300_000_000))),
};

/** Files that cannot be used. */
export const BAD_PHOTOS: Readonly<Record<string, Make>> = {
  "0 bytes": () => Buffer.alloc(0),
  "1 byte": () => Buffer.from([0xff]),
  ...truncations("jpeg"),
  ...truncations("png"),
  ...truncations("webp"),
  "40,000 x 1 pixels": () => flat(40_000, 1).png().toBuffer(),
  "8 x 8 pixels": () => flat(8).png().toBuffer(),
  "12,000 x 12,000 PNG": () => png({ width: 12_000, height: 12_000 }, zeros(12_000 * 36_001)),
  "12,000 x 12,000 JPEG": () => flat(12_000).jpeg().toBuffer(),
  "JPEG that says 65,500 x 65,500": async () =>
    withFrameHeader(await ada(), (header) => {
      header.writeUInt16BE(65_500, 4);
      header.writeUInt16BE(65_500, 6);
    }),
  "PNG that says more than it holds": () => png({ width: LARGEST, height: LARGEST }, zeros(100 * 301)),
  "PNG that says less than it holds": () => png({ width: 100, height: 100 }, zeros(3_000 * 9_001)),
  "PNG that says 0 x 0": () => png({ width: 0, height: 0 }, zeros(1)),
  "PNG that says 2 gigapixels a side": () => png({ width: 0x7fffffff, height: 0x7fffffff }, zeros(1)),
  "PNG that unpacks to 300 MB": () => png({ width: 100, height: 100 }, zeros(300_000_000)),
  "PNG with a wrong checksum": async () => {
    const bytes = Buffer.from(await adaAs((photo) => photo.png()));
    bytes[bytes.length - 20] = bytes[bytes.length - 20]! ^ 1;
    return bytes;
  },
  "PNG without pixels": () => png({ width: 100, height: 100 }),
  "PNG whose first chunk is not its header": async () =>
    withChunks(await adaAs((photo) => photo.png()), chunk("IHDR", Buffer.alloc(13))),
  "largest picture, flat, as JPEG": () => flat(LARGEST).jpeg().toBuffer(),
  "largest picture, progressive JPEG": () => flat(LARGEST).jpeg({ progressive: true }).toBuffer(),
  "interlaced 16-bit PNG of 9 megapixels": () =>
    // Two rows more than it has pixels make up for the filter bytes of the seven passes.
    png({ width: 3000, height: 3000, heavy: true }, zeros(3002 * 3000 * 8)),
  "JPEG of 882 scans": async () =>
    jpegOfManyScans(await flat(LARGEST).jpeg({ progressive: true, quality: 50 }).toBuffer(), LARGEST),
  "JPEG with a broken Huffman table in the middle": async () =>
    withBrokenHuffmanTable(await adaAs((photo) => photo.jpeg({ progressive: true }))),
  "JPEG that says it is arithmetic-coded": async () =>
    withFrameHeader(await ada(), (header) => {
      header[0] = 0xc9;
    }),
  "JPEG that says it is lossless": async () =>
    withFrameHeader(await ada(), (header) => {
      header[0] = 0xc3;
    }),
  "JPEG that says it has 12 bits": async () =>
    withFrameHeader(await ada(), (header) => {
      header[3] = 12;
    }),
  "JPEG start and random bytes": () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(50_000)]),
  "PNG signature and random bytes": () =>
    Buffer.concat([png({ width: 1, height: 1 }).subarray(0, 8), randomBytes(50_000)]),
  "PNG header and random bytes": () => png({ width: 1000, height: 1000 }, chunk("IDAT", randomBytes(50_000))),
  "PNG header and random bytes, packed": () =>
    png({ width: 1000, height: 1000 }, chunk("IDAT", deflateSync(randomBytes(500_000)))),
  "WebP head and random bytes": () => riff(Buffer.concat([Buffer.from("VP8 "), randomBytes(50_000)])),
  "WebP that says 16,384 x 16,384": () =>
    riff(Buffer.concat([Buffer.from("VP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0", "latin1"), text(1000)])),
  SVG: () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text>${MARKER}</text></svg>`),
  "SVG that reads a file": () =>
    Buffer.from(
      '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text>&x;</text></svg>',
    ),
  HTML: () => HTML,
  GIF: () => flat(64).gif().toBuffer(),
  TIFF: () => flat(64).tiff().toBuffer(),
  AVIF: () => flat(64).avif().toBuffer(),
  "HEIC magic": () => magic(0, 0, 0, 0x18, "ftypheic"),
  "BMP magic": () => magic("BM"),
  "PDF magic": () => magic("%PDF-1.7\n"),
  "PostScript magic": () => magic("%!PS-Adobe-3.0\n"),
  "zip magic": () => magic("PK\x03\x04"),
  "RIFF that is no WebP": () => magic("RIFF", 0, 0, 0, 0, "AVI "),
  "animated WebP": async () => {
    const frames = [await flat(64).png().toBuffer(), await flat(64).tint("red").png().toBuffer()];
    return sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
  },
  APNG: async () => animatedPng(await adaAs((photo) => photo.png())),
  "nobody on it": () => emptyPhoto(),
  "many people on it": () => samplePhoto(1),
  "more bytes than a photo may have": async () => Buffer.concat([await ada(), Buffer.alloc(10 * 1024 * 1024)]),
};
