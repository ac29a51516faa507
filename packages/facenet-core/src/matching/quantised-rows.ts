import { paddedDimension, type QuantisedProbe, quantiseRow, type RowBounds } from "./quantisation.js";
import { openScan, type Scan } from "./scan-kernel.js";

/** The scan takes so many rows at once; in memory they lie together. */
const ROWS_TOGETHER = 4;
/** So many codes of a row follow each other, then come those of the next row. */
const CODES_TOGETHER = 16;
/** Scale (float32), error (float32) and squared norm (float64) of each row, behind the codes of all four. */
const TRAILER_BYTES = 16 * ROWS_TOGETHER;

/**
 * 8-bit copies of a fixed number of rows, in WebAssembly memory: room for a probe, a bound (float64) for each row, then the
 * rows in the layout of scan-kernel.wat. What holds no row is zeros.
 */
export class QuantisedRows {
  /** Lower bounds of the rows' squared distances to the probe of the last `scan`. */
  readonly bounds: Float64Array;
  private readonly probe: Int16Array;
  private readonly rows: Int8Array;
  private readonly trailers: DataView;
  /** Where a row is quantised, before its codes go apart. Zeros in between. */
  private readonly codes: Int8Array;

  /** `capacity` is a multiple of 4. Undefined where there is no WebAssembly SIMD, or no address space for one more memory. */
  static create(dimension: number, capacity: number): QuantisedRows | undefined {
    const padded = paddedDimension(dimension);
    const kernel = openScan(2 * padded + 8 * capacity + (capacity / ROWS_TOGETHER) * bytesOfFour(padded));
    return kernel && new QuantisedRows(kernel, padded, capacity);
  }

  private constructor(
    private readonly kernel: Scan,
    padded: number,
    capacity: number,
  ) {
    this.codes = new Int8Array(padded);
    this.probe = new Int16Array(kernel.memory, 0, padded);
    this.bounds = new Float64Array(kernel.memory, this.probe.byteLength, capacity);
    this.rows = new Int8Array(
      kernel.memory,
      this.bounds.byteOffset + this.bounds.byteLength,
      (capacity / ROWS_TOGETHER) * bytesOfFour(padded),
    );
    this.trailers = new DataView(kernel.memory, this.rows.byteOffset + ROWS_TOGETHER * padded);
  }

  write(slot: number, vector: Float32Array): void {
    this.put(slot, quantiseRow(vector, this.codes));
  }

  erase(slot: number): void {
    this.put(slot, { scale: 0, error: 0, squaredNorm: 0 });
  }

  /**
   * Fills `bounds` for the first `count` rows, and `least` with a bound of each `blockRows` of them, a multiple of 4. Rows
   * are scanned in fours: up to three zeros behind the last row may make the last of `least` lower, never higher.
   */
  scan(probe: QuantisedProbe, count: number, blockRows: number, least: Float64Array): void {
    const { numbers, base, dotFactor, errorFactor } = probe;
    this.probe.set(numbers);
    for (let block = 0, from = 0; from < count; block++, from += blockRows) {
      least[block] = this.kernel.lowerBounds(
        this.probe.byteOffset,
        this.probe.byteOffset + this.probe.byteLength,
        this.rows.byteOffset + this.startOfFour(from),
        this.rows.byteOffset + this.startOfFour(Math.min(from + blockRows, count) + ROWS_TOGETHER - 1),
        this.bounds.byteOffset + from * this.bounds.BYTES_PER_ELEMENT,
        base,
        dotFactor,
        errorFactor,
      );
    }
    // A probe is a face too.
    this.probe.fill(0);
  }

  /** Moves `codes` to their place and leaves zeros. */
  private put(slot: number, { scale, error, squaredNorm }: RowBounds): void {
    const four = this.startOfFour(slot);
    const row = slot % ROWS_TOGETHER;
    let at = four + row * CODES_TOGETHER;
    for (let d = 0; d < this.codes.length; d += CODES_TOGETHER, at += ROWS_TOGETHER * CODES_TOGETHER) {
      for (let i = 0; i < CODES_TOGETHER; i++) this.rows[at + i] = this.codes[d + i]!;
    }
    this.codes.fill(0);
    this.trailers.setFloat32(four + 4 * row, scale, true);
    this.trailers.setFloat32(four + 4 * ROWS_TOGETHER + 4 * row, error, true);
    this.trailers.setFloat64(four + 8 * ROWS_TOGETHER + 8 * row, squaredNorm, true);
  }

  /** Where the four rows begin of which `slot` is one. */
  private startOfFour(slot: number): number {
    return Math.floor(slot / ROWS_TOGETHER) * bytesOfFour(this.codes.length);
  }
}

function bytesOfFour(padded: number): number {
  return ROWS_TOGETHER * padded + TRAILER_BYTES;
}
