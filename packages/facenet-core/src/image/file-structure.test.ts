import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { countJpegScans, isAnimatedPng } from "./file-structure.js";

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

describe("countJpegScans", () => {
  it("counts one in a sequential JPEG, and what sharp wrote in a progressive one", async () => {
    expect(countJpegScans(await picture().jpeg().toBuffer())).toBe(1);
    expect(countJpegScans(await picture().jpeg({ progressive: true }).toBuffer())).toBeGreaterThan(3);
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
    expect(countJpegScans(bytes)).toBe(scans);
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
