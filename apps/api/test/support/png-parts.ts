import { deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEADER_BYTES = 25;

/** CRC-32 of PNG (ISO 3309), bit by bit: the inputs are small. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([number32(data.length), body, number32(checksum(body))]);
}

/** Any size in the header over any pixel data: 8-bit RGB, or 16-bit RGBA, interlaced, which takes decoders most. */
export function png(size: { width: number; height: number; heavy?: boolean }, ...chunks: Uint8Array[]): Buffer {
  const kind = size.heavy ? [16, 6, 0, 0, 1] : [8, 2, 0, 0, 0];
  const header = Buffer.concat([number32(size.width), number32(size.height), Buffer.from(kind)]);
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

/** `count` zeros as pixel data: black, a thousandth of the size. */
export const zeros = (count: number) => chunk("IDAT", deflateSync(Buffer.alloc(count)));

/** zTXt and iCCP begin with a name, its end and the method of compression. */
export const compressedText = (type: "zTXt" | "iCCP", name: string, text: Uint8Array) =>
  chunk(type, Buffer.concat([Buffer.from(`${name}\0\0`, "latin1"), deflateSync(text)]));

/** The PNG with chunks put right behind its header. */
export function withChunks(image: Buffer, ...chunks: Uint8Array[]): Buffer {
  const at = SIGNATURE.length + HEADER_BYTES;
  return Buffer.concat([image.subarray(0, at), ...chunks, image.subarray(at)]);
}

/** A PNG of two equal frames, the second of which only decoders for APNG see. */
export function animatedPng(image: Buffer): Buffer {
  const frameControl = (sequence: number) =>
    chunk("fcTL", Buffer.concat([number32(sequence), image.subarray(16, 24), Buffer.alloc(12), Buffer.from([0, 0])]));
  return withChunks(image, chunk("acTL", Buffer.concat([number32(2), number32(0)])), frameControl(0));
}
