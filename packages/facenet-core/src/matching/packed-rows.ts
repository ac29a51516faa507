import { paddedDimension, quantiseProbe } from "./quantisation.js";
import { Segment } from "./segment.js";

/** Rows whose least bound is kept, so that most of them are passed over together. */
export const BLOCK_ROWS = 64;

/** 4 MiB of float32: rows of any dimension come to whole blocks. */
const SEGMENT_VALUES = 2 ** 20;

/**
 * Vectors of one dimension in segments of equal size. Growing adds a segment and copies nothing; shrinking drops the last one.
 * Memory without rows is all zeros.
 */
export class PackedRows {
  private readonly segments: Segment[] = [];
  private readonly segmentRows: number;
  private count = 0;

  constructor(private readonly dimension: number) {
    this.segmentRows = 2 ** Math.floor(Math.log2(SEGMENT_VALUES / paddedDimension(dimension)));
  }

  get length(): number {
    return this.count;
  }

  /** Makes room for `count` rows in all. Throws RangeError, having changed nothing, where memory does not suffice. */
  reserve(count: number): void {
    while (this.segments.length * this.segmentRows < count)
      this.segments.push(new Segment(this.dimension, this.segmentRows));
  }

  push(vector: Float32Array): void {
    this.reserve(this.count + 1);
    const row = this.count++;
    this.segmentOf(row).write(row % this.segmentRows, vector);
  }

  /** The last row takes the place of `row`. Its own place is erased, not only left behind. */
  remove(row: number): void {
    const last = this.count - 1;
    const lastSegment = this.segmentOf(last);
    if (row !== last) this.segmentOf(row).write(row % this.segmentRows, lastSegment.row(last % this.segmentRows));
    lastSegment.erase(last % this.segmentRows);
    this.count = last;
    // One empty segment stays, so that a person who comes and goes at the edge does not make one each time.
    if ((this.segments.length - 2) * this.segmentRows >= this.count) this.segments.pop();
  }

  squaredEuclideanTo(probe: Float32Array, row: number): number {
    return this.segmentOf(row).squaredEuclideanTo(probe, row % this.segmentRows);
  }

  /** Bounds every row's squared distance to `probe` from below; returns the least bound of each BLOCK_ROWS rows. */
  boundDistances(probe: Float32Array): Float64Array {
    const quantised = quantiseProbe(probe);
    const least = new Float64Array(Math.ceil(this.count / BLOCK_ROWS));
    for (let from = 0; from < this.count; from += this.segmentRows) {
      const rows = Math.min(this.segmentRows, this.count - from);
      this.segmentOf(from).boundDistances(quantised, rows, BLOCK_ROWS, least.subarray(from / BLOCK_ROWS));
    }
    return least;
  }

  /** The bound of `row` as of the last `boundDistances`. */
  boundOf(row: number): number {
    return this.segmentOf(row).bounds[row % this.segmentRows]!;
  }

  private segmentOf(row: number): Segment {
    return this.segments[Math.floor(row / this.segmentRows)]!;
  }
}
