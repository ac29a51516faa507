import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { isAnimatedPng, readJpegStructure } from "./file-structure.js";

const picture = () => sharp({ create: { width: 64, height: 48, channels: 3, background: "#804020" } });
const segment = (marker: number, ...payload: number[]) => [
  0xff,
  marker,
  (payload.length + 2) >> 8,
  (payload.length + 2) & 0xff,
  ...payload,
];
const START = [0xff, 0xd8];
const SCAN = segment(0xda, 1, 1, 0, 0, 63, 0);
const END = [0xff, 0xd9];
const jpeg = (...parts: number[][]) => Uint8Array.from([START, ...parts].flat());

const scansOf = (bytes: Uint8Array) => readJpegStructure(bytes).scans;

describe("readJpegStructure", () => {
  it("counts one in a sequential JPEG, and what sharp wrote in a progressive one", async () => {
    expect(scansOf(await picture().jpeg().toBuffer())).toBe(1);
    expect(scansOf(await picture().jpeg({ progressive: true }).toBuffer())).toBeGreaterThan(3);
  });

  it.each([
    ["scans one after the other", jpeg(SCAN, [1, 2, 3], SCAN, [4], END), 2],
    ["no end", jpeg(SCAN, [1, 2, 3], SCAN), 2],
    ["escaped bytes, restarts and fill in the data", jpeg(SCAN, [0xff, 0, 0xda, 0xff, 0xd0, 0xda, 0xff], SCAN, END), 2],
    ["a thumbnail in the metadata", jpeg(segment(0xe1, ...START, ...SCAN, ...SCAN, ...END), SCAN, [1], END), 1],
    ["another picture behind the end", jpeg(SCAN, [1], END, START, SCAN, SCAN), 1],
    ["garbage between segments", jpeg([0x12, 0x34], SCAN, [1], END), 1],
    ["a cut off segment", jpeg(SCAN, [1], [0xff, 0xda]), 2],
    ["a segment of length 0", jpeg([0xff, 0xe0, 0, 0], SCAN, [1], END), 1],
    ["nothing", new Uint8Array(), 0],
  ])("copes with %s", (_name, bytes, scans) => {
    expect(scansOf(bytes)).toBe(scans);
  });
});

describe("the size of a JPEG", () => {
  const sizeOf = (bytes: Uint8Array) => readJpegStructure(bytes).size;
  const frame = (marker: number, height: number, width: number) =>
    segment(marker, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0);

  it("is what its frame says, however it is coded", async () => {
    for (const progressive of [false, true])
      expect(sizeOf(await picture().jpeg({ progressive }).toBuffer())).toEqual({ width: 64, height: 48 });
    expect(sizeOf(await picture().resize(300, 2).jpeg().toBuffer())).toEqual({ width: 300, height: 2 });
  });

  it.each([
    ["the first of two frames", jpeg(frame(0xc0, 3, 400), frame(0xc2, 9, 9), SCAN, END), { width: 400, height: 3 }],
    [
      "no frame in a thumbnail",
      jpeg(segment(0xe1, ...frame(0xc0, 1, 1)), frame(0xc1, 2, 3), END),
      { width: 3, height: 2 },
    ],
    ["no table for a frame", jpeg(frame(0xc4, 5, 5), frame(0xc8, 5, 5), frame(0xcc, 5, 5), END), undefined],
    ["no frame without rows", jpeg(frame(0xc0, 0, 5), SCAN, END), undefined],
    ["no frame that is cut off", jpeg([0xff, 0xc0, 0, 11, 8, 0, 5]), undefined],
    ["nothing in nothing", new Uint8Array(), undefined],
  ])("takes %s", (_name, bytes, size) => {
    expect(sizeOf(bytes)).toEqual(size);
  });
});

describe("isAnimatedPng", () => {
  const withControl = async (frames: number) => {
    const png = await picture().png().toBuffer();
    // Length, type, frames, plays, checksum (which nobody asks for here).
    const control = Buffer.from([0, 0, 0, 8, ...Buffer.from("acTL"), 0, 0, 0, frames, 0, 0, 0, 0, 0, 0, 0, 0]);
    return Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
  };

  it("tells several frames from one", async () => {
    expect(isAnimatedPng(await picture().png().toBuffer())).toBe(false);
    expect(isAnimatedPng(await withControl(1))).toBe(false);
    expect(isAnimatedPng(await withControl(2))).toBe(true);
  });

  it("stops at the end of a damaged file", async () => {
    const png = await withControl(2);
    for (let length = 0; length < 45; length++) expect(isAnimatedPng(png.subarray(0, length))).toBe(false);
    expect(isAnimatedPng(new Uint8Array(100).fill(0xff))).toBe(false);
  });
});
