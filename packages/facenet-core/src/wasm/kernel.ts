/** Node's own types leave WebAssembly out. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
  Memory: new (pages: { initial: number; maximum: number }) => KernelMemory;
}

/** Zeros at first. Growing it gives it another `buffer`. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export const PAGE_BYTES = 65_536;

const wasm = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;

/**
 * A module that imports the memory it works on as `kernel.memory`, ready to be opened over one. Undefined where the engine has
 * no WebAssembly SIMD. @throws RangeError, on opening, where there is no address space left for another memory.
 */
export function compileKernel<Functions>(bytes: Uint8Array) {
  if (!wasm?.validate(bytes)) return undefined;
  const module = new wasm.Module(bytes);
  return (pages: { readonly initial: number; readonly maximum: number }) => {
    const memory = new wasm.Memory(pages);
    const { exports } = new wasm.Instance(module, { kernel: { memory } });
    return { memory, functions: exports as Functions };
  };
}
