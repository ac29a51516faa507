import { kernel } from "../generated/scan-kernel.js";
import { compileKernel, PAGE_BYTES } from "../wasm/kernel.js";

/**
 * `lowerBounds` of scan-kernel.wat. All positions are bytes of the scan's memory; [row, end) is not empty. Returns the least of
 * the bounds that it writes.
 */
type LowerBounds = (
  probe: number,
  probeEnd: number,
  row: number,
  end: number,
  bounds: number,
  base: number,
  dotFactor: number,
  errorFactor: number,
) => number;

export interface Scan {
  /** Zeros at first; never moves. */
  readonly memory: ArrayBuffer;
  readonly lowerBounds: LowerBounds;
}

const open = compileKernel<{ lowerBounds: LowerBounds }>(kernel);

/**
 * The scan over a memory of its own, at most 4 GiB. Undefined where the engine has no WebAssembly SIMD or has no address space left
 * for another memory (Node reserves about 10 GiB of addresses for each, so some 13,000 fit a process).
 */
export function openScan(bytes: number): Scan | undefined {
  if (open === undefined) return undefined;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  try {
    const { memory, functions } = open({ initial: pages, maximum: pages });
    return { memory: memory.buffer, lowerBounds: functions.lowerBounds };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
