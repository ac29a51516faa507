/** A marker with its length and payload; a payload has at most 65,533 bytes. */
export function segment(marker: number, payload: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** The JPEG with segments put right behind its start. */
export function withSegments(jpeg: Buffer, ...segments: Uint8Array[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** With its first frame header (SOF) changed. `edit` gets the bytes from the marker's second byte on. */
export function withFrameHeader(jpeg: Buffer, edit: (header: Buffer) => void): Buffer {
  const copy = Buffer.from(jpeg);
  let at = 2;
  while (![0xc0, 0xc1, 0xc2].includes(copy[at + 1] ?? 0xc0)) at += 2 + copy.readUInt16BE(at + 2);
  edit(copy.subarray(at + 1));
  return copy;
}

/** With the lengths of codes of its last Huffman table (DHT) saying nonsense: in a progressive JPEG, after most of the picture. */
export function withBrokenHuffmanTable(jpeg: Buffer): Buffer {
  const copy = Buffer.from(jpeg);
  const at = copy.lastIndexOf(Buffer.from([0xff, 0xc4]));
  copy.fill(0xff, at + 5, at + 21);
  return copy;
}

const LONGEST_RUN = 32_767;

/**
 * A progressive JPEG, legal to the letter, that sends every bit of every coefficient of its first component in a scan of its
 * own, each saying in a few bytes that all blocks are empty: 882 scans, 20 ms each for a picture of 40 megapixels.
 * @param progressive of `size` x `size` pixels; its head and first scan are taken.
 */
export function jpegOfManyScans(progressive: Buffer, size: number): Buffer {
  const startOfScan = Buffer.from([0xff, 0xda]);
  const first = progressive.indexOf(startOfScan);
  const second = progressive.indexOf(startOfScan, first + 2);
  // The tables between the first scan and the second belong to the second.
  const between = progressive.indexOf(Buffer.from([0xff, 0xc4]), first);
  const head = progressive.subarray(0, between > 0 && between < second ? between : second);
  // AC table 0 with two codes: 0 stands for "a run of 16,384 blocks and more ends", 10 for nothing that is used.
  const counts = [1, 1, ...Array<number>(14).fill(0)];
  const table = segment(0xc4, Buffer.from([0x10, ...counts, 0xe0, 0x00]));
  const scans: Buffer[] = [];
  for (let coefficient = 1; coefficient < 64; coefficient++) {
    for (let bit = 13; bit >= 0; bit--) scans.push(emptyScan(Math.ceil(size / 8) ** 2, coefficient, bit));
  }
  return Buffer.concat([head, table, ...scans, Buffer.from([0xff, 0xd9])]);
}

function emptyScan(blocks: number, coefficient: number, bit: number): Buffer {
  const runs = Math.ceil(blocks / LONGEST_RUN);
  let bits = "";
  for (let left = blocks, i = 0; i < runs; i++) {
    const run = Math.floor(left / (runs - i));
    left -= run;
    bits += `0${(run - 16_384).toString(2).padStart(14, "0")}`;
  }
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((octet) => Number.parseInt(octet.padEnd(8, "1"), 2));
  const approximation = ((bit === 13 ? 0 : bit + 1) << 4) | bit;
  const head = segment(0xda, Buffer.from([1, 1, 0x00, coefficient, coefficient, approximation]));
  return Buffer.concat([head, Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])))]);
}
