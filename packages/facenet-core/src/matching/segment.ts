import type { QuantisedProbe } from "./quantisation.js";
import { QuantisedRows } from "./quantised-rows.js";

/** Room for a fixed number of rows: row-major float32 [capacity x dimension] and, where the engine can scan them, 8-bit copies. */
export class Segment {
  /** Lower bounds of the rows' squared distances to the probe of the last `boundDistances`. */
  readonly bounds: Float64Array;
  private readonly values: Float32Array;
  private readonly quantised: QuantisedRows | undefined;

  /** Throws RangeError where there is no memory left. */
  constructor(
    private readonly dimension: number,
    capacity: number,
  ) {
    this.values = new Float32Array(dimension * capacity);
    this.quantised = QuantisedRows.create(dimension, capacity);
    // Zero is a bound too, if not a helpful one: what cannot be scanned is all compared.
    this.bounds = this.quantised?.bounds ?? new Float64Array(capacity);
  }

  /** A view, not a copy. */
  row(slot: number): Float32Array {
    return this.values.subarray(slot * this.dimension, (slot + 1) * this.dimension);
  }

  write(slot: number, vector: Float32Array): void {
    this.values.set(vector, slot * this.dimension);
    this.quantised?.write(slot, vector);
  }

  erase(slot: number): void {
    this.values.fill(0, slot * this.dimension, (slot + 1) * this.dimension);
    this.quantised?.erase(slot);
  }

  /** Brings `bounds` of the first `count` rows up to `probe`, and `least` to the least of each `blockRows` of them. */
  boundDistances(probe: QuantisedProbe, count: number, blockRows: number, least: Float64Array): void {
    this.quantised?.scan(probe, count, blockRows, least);
  }

  squaredEuclideanTo(probe: Float32Array, slot: number): number {
    const { values, dimension } = this;
    let squared = 0;
    for (let d = 0, at = slot * dimension; d < dimension; d++, at++) {
      const difference = probe[d]! - values[at]!;
      squared += difference * difference;
    }
    return squared;
  }
}
