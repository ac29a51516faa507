import { scanKernel } from "../generated/scan-kernel.js";

/** Node's own types leave WebAssembly out. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
  Memory: new (pages: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
}

const PAGE_BYTES = 65_536;

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

const wasm = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;
const compiled = wasm?.validate(scanKernel) ? new wasm.Module(scanKernel) : undefined;

/**
 * The scan over a memory of its own, at most 4 GiB. Undefined where the engine has no WebAssembly SIMD or has no address space left
 * for another memory (Node reserves about 10 GiB of addresses for each, so some 13,000 fit a process).
 */
export function openScan(bytes: number): Scan | undefined {
  if (wasm === undefined || compiled === undefined) return undefined;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  try {
    const memory = new wasm.Memory({ initial: pages, maximum: pages });
    const { exports } = new wasm.Instance(compiled, { rows: { memory } });
    return { memory: memory.buffer, lowerBounds: (exports as { lowerBounds: LowerBounds }).lowerBounds };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
