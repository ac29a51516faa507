import type { Point } from "../../src/geometry/index.js";
import type { NetworkOutput } from "../../src/runtime/network-runner.js";

/** Mean and variance of each channel over cells of activations [1, rows, columns, channels]. */
export class ChannelStatistics {
  private cells = 0;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;

  constructor(private readonly channels: number) {
    this.sums = new Float64Array(channels);
    this.squares = new Float64Array(channels);
  }

  addAll({ values }: NetworkOutput): void {
    for (let at = 0; at < values.length; at += this.channels) this.add(values, at);
  }

  /** Cells that reach into the square around `middle`, in pixels of an input with sides of `side` pixels. */
  addAround({ shape, values }: NetworkOutput, side: number, middle: Point, reach: number): void {
    const columns = shape[2]!;
    const cell = side / columns;
    const isNear = (i: number, at: number) => Math.abs((i + 0.5) * cell - at) <= reach + cell / 2;
    for (let at = 0, i = 0; at < values.length; at += this.channels, i++)
      if (isNear(i % columns, middle.x) && isNear(Math.floor(i / columns), middle.y)) this.add(values, at);
  }

  of(channel: number): { readonly mean: number; readonly variance: number } {
    const mean = this.sums[channel]! / this.cells;
    return { mean, variance: Math.max(0, this.squares[channel]! / this.cells - mean * mean) };
  }

  private add(values: Float32Array, at: number): void {
    this.cells++;
    for (let c = 0; c < this.channels; c++) {
      const value = values[at + c]!;
      this.sums[c]! += value;
      this.squares[c]! += value * value;
    }
  }
}
