import { paddedDimension, type QuantisedProbe, quantiseRow } from "./quantisation.js";
import { openScan, type Scan } from "./scan-kernel.js";

/** Scale (float32), error (float32) and squared norm (float64) behind the codes of a row. */
const TRAILER_BYTES = 16;

/**
 * 8-bit copies of a fixed number of rows, in WebAssembly memory: room for a probe, a bound (float64) for each row, then the
 * rows in the layout of scan-kernel.wat.
 */
export class QuantisedRows {
  /** Lower bounds of the rows' squared distances to the probe of the last `scan`. */
  readonly bounds: Float64Array;
  private readonly probe: Int16Array;
  private readonly rows: Int8Array;
  private readonly trailers: DataView;
  private readonly rowBytes: number;

  /** Undefined where there is no WebAssembly SIMD, or no address space for one more memory. */
  static create(dimension: number, capacity: number): QuantisedRows | undefined {
    const padded = paddedDimension(dimension);
    const rowBytes = padded + TRAILER_BYTES;
    const kernel = openScan(2 * padded + 8 * capacity + rowBytes * capacity);
    return kernel && new QuantisedRows(kernel, padded, capacity);
  }

  private constructor(
    private readonly kernel: Scan,
    private readonly padded: number,
    capacity: number,
  ) {
    this.rowBytes = padded + TRAILER_BYTES;
    this.probe = new Int16Array(kernel.memory, 0, padded);
    this.bounds = new Float64Array(kernel.memory, this.probe.byteLength, capacity);
    this.rows = new Int8Array(kernel.memory, this.bounds.byteOffset + this.bounds.byteLength, this.rowBytes * capacity);
    this.trailers = new DataView(kernel.memory, this.rows.byteOffset + padded);
  }

  write(slot: number, vector: Float32Array): void {
    const start = slot * this.rowBytes;
    const { scale, error, squaredNorm } = quantiseRow(vector, this.rows.subarray(start, start + this.padded));
    this.trailers.setFloat32(start, scale, true);
    this.trailers.setFloat32(start + 4, error, true);
    this.trailers.setFloat64(start + 8, squaredNorm, true);
  }

  erase(slot: number): void {
    this.rows.fill(0, slot * this.rowBytes, (slot + 1) * this.rowBytes);
  }

  /** Fills `bounds` for the first `count` rows, and `least` with the least bound of each `blockRows` of them. */
  scan(probe: QuantisedProbe, count: number, blockRows: number, least: Float64Array): void {
    const { numbers, base, dotFactor, errorFactor } = probe;
    this.probe.set(numbers);
    for (let block = 0, from = 0; from < count; block++, from += blockRows) {
      const to = Math.min(from + blockRows, count);
      least[block] = this.kernel.lowerBounds(
        0,
        this.probe.byteLength,
        this.rows.byteOffset + from * this.rowBytes,
        this.rows.byteOffset + to * this.rowBytes,
        this.bounds.byteOffset + from * this.bounds.BYTES_PER_ELEMENT,
        base,
        dotFactor,
        errorFactor,
      );
    }
    // A probe is a face too.
    this.probe.fill(0);
  }
}
