import { ascending } from "./ascending.js";
import { paddedDimension, quantiseProbe } from "./quantisation.js";
import { Segment } from "./segment.js";

/** Rows whose least bound is kept, so that most of them are passed over together. */
const BLOCK_ROWS = 128;

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

  /**
   * Tells `found` of rows and their squared distances to `probe`, roughly from the nearest on. It answers with a cutoff, which
   * never grows: rows farther than that are of no interest to it. No other row is left out.
   */
  visitNearest(probe: Float32Array, found: (row: number, squared: number) => number): void {
    const least = this.boundDistances(probe);
    let cutoff = Number.POSITIVE_INFINITY;
    for (const block of ascending(least)) {
      if (least[block]! > cutoff) return;
      const first = block * BLOCK_ROWS;
      const segment = this.segmentOf(first);
      const begin = first % this.segmentRows;
      const end = begin + Math.min(BLOCK_ROWS, this.count - first);
      for (let slot = begin; slot < end; slot++) {
        if (segment.bounds[slot]! > cutoff) continue;
        cutoff = found(first + slot - begin, segment.squaredEuclideanTo(probe, slot));
      }
    }
  }

  /** Bounds every row's squared distance to `probe` from below; returns a bound for each block. */
  private boundDistances(probe: Float32Array): Float64Array {
    const quantised = quantiseProbe(probe);
    const least = new Float64Array(Math.ceil(this.count / BLOCK_ROWS));
    for (let from = 0; from < this.count; from += this.segmentRows) {
      const rows = Math.min(this.segmentRows, this.count - from);
      this.segmentOf(from).boundDistances(quantised, rows, BLOCK_ROWS, least.subarray(from / BLOCK_ROWS));
    }
    return least;
  }

  private segmentOf(row: number): Segment {
    return this.segments[Math.floor(row / this.segmentRows)]!;
  }
}
