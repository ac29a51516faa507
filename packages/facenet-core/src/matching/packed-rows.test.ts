import { describe, expect, it } from "vitest";
import { gaussian } from "../../test/gaussian.js";
import { seededRandom } from "../calibration/seeded-random.js";
import { normalized } from "../vector/index.js";
import { PackedRows } from "./packed-rows.js";
import { paddedDimension, quantiseRow } from "./quantisation.js";

const DIMENSION = 4096;
/** Rows of one segment at this dimension. */
const SEGMENT_ROWS = 256;

interface Inside {
  segments: { values: Float32Array; quantised?: { rows: Int8Array; codes: Int8Array } }[];
}
const inside = (rows: PackedRows) => (rows as unknown as Inside).segments;

/** How often the numbers of a vector are in memory, and how often three pieces of its codes, which lie in sixteens. */
function traces(rows: PackedRows, vector: Float32Array): { values: number; codes: number } {
  const codes = new Int8Array(paddedDimension(vector.length));
  quantiseRow(vector, codes);
  const pieces = [0, DIMENSION / 2, DIMENSION - 16].map((from) => Buffer.from(codes.slice(from, from + 16)));
  const found = { values: 0, codes: 0 };
  for (const { values, quantised } of inside(rows)) {
    if (Buffer.from(values.buffer).includes(Buffer.from(vector.buffer))) found.values++;
    if (quantised) found.codes += pieces.filter((piece) => Buffer.from(quantised.rows.buffer).includes(piece)).length;
  }
  return found;
}

describe("PackedRows", () => {
  const random = seededRandom(29);
  const unit = () => normalized(Float32Array.from({ length: DIMENSION }, () => gaussian(random)));

  it("keeps nothing of a removed row, float or code, whichever row it is", () => {
    const vectors = Array.from({ length: SEGMENT_ROWS + 10 }, unit);
    for (const removed of [0, 100, SEGMENT_ROWS - 1, SEGMENT_ROWS, SEGMENT_ROWS + 9]) {
      const rows = new PackedRows(DIMENSION);
      for (const vector of vectors) rows.push(vector);
      expect(traces(rows, vectors[removed]!)).toEqual({ values: 1, codes: 3 });
      rows.remove(removed);
      expect(traces(rows, vectors[removed]!)).toEqual({ values: 0, codes: 0 });
      if (removed < vectors.length - 1) expect(traces(rows, vectors.at(-1)!)).toEqual({ values: 1, codes: 3 });
    }
  });

  it("is all zeros again when the last row has gone", () => {
    const rows = new PackedRows(DIMENSION);
    for (let i = 0; i < 20; i++) rows.push(unit());
    while (rows.length > 0) rows.remove(Math.floor(random() * rows.length));
    for (const { values, quantised } of inside(rows)) {
      expect(values.every((value) => value === 0)).toBe(true);
      expect(quantised!.rows.every((byte) => byte === 0)).toBe(true);
      expect(quantised!.codes.every((byte) => byte === 0)).toBe(true);
    }
  });

  it("gives memory back, but not the one segment that the next person would need", () => {
    const rows = new PackedRows(DIMENSION);
    const vector = unit();
    rows.reserve(3 * SEGMENT_ROWS + 1);
    expect(inside(rows)).toHaveLength(4);
    for (let i = 0; i < 3 * SEGMENT_ROWS; i++) rows.push(vector);
    const [first, second] = inside(rows);
    while (rows.length > SEGMENT_ROWS) rows.remove(0);
    expect(inside(rows)).toEqual([first, second]);
    rows.push(vector);
    rows.remove(0);
    expect(inside(rows)[1]).toBe(second);
    while (rows.length > 0) rows.remove(0);
    expect(inside(rows)).toEqual([first]);
  });
});
