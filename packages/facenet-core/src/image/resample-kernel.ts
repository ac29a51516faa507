import { kernel } from "../generated/resample-kernel.js";
import { compileKernel, PAGE_BYTES } from "../wasm/kernel.js";

/** The functions of resample-kernel.wat. Positions are bytes of the memory. */
interface ResampleKernel {
  addRow(row: number, end: number, sums: number): void;
  meanOfBlocks(sums: number, width: number, factor: number, rows: number, to: number): void;
  stretchRow(row: number, places: number, end: number, values: number): void;
  blendRows(upper: number, lower: number, weight: number, to: number, end: number): void;
  warpRow(
    source: number,
    stride: number,
    width: number,
    height: number,
    a: number,
    b: number,
    av: number,
    bv: number,
    tx: number,
    ty: number,
    size: number,
    to: number,
  ): void;
}

/** How far the kernel reads and writes beyond what it was given. */
const SLACK_BYTES = 64;
/** 1 GiB; what is resampled at once is a part of a photo. */
const MOST_PAGES = 16_384;

const open = compileKernel<ResampleKernel>(kernel);

/** One for each thread that resamples, since each has modules of its own. */
let opened: ReturnType<NonNullable<typeof open>> | undefined;

/**
 * The kernel with room for parts of so many bytes, each at a multiple of 16. What they hold is whatever was there before. A
 * workspace is good until the next one is asked for.
 * @throws Error where the engine has no WebAssembly SIMD
 */
export function workspace(...sizes: number[]) {
  opened ??= open?.({ initial: 16, maximum: MOST_PAGES });
  if (opened === undefined) throw new Error("This needs WebAssembly with SIMD, which is switched off or not there.");
  const { memory, functions } = opened;
  const places: number[] = [];
  let end = 0;
  for (const size of sizes) {
    places.push(end);
    end += Math.ceil((size + SLACK_BYTES) / 16) * 16;
  }
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing > 0) memory.grow(missing);
  return { kernel: functions, places, bytes: new Uint8Array(memory.buffer), ints: new Int32Array(memory.buffer) };
}
