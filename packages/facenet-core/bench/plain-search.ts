import loadWabt from "wabt";

/** Row-major float32 [count x dimension] in WebAssembly memory, where JavaScript and WebAssembly can both read it. */
export interface PlainRows {
  readonly values: Float32Array;
  /** Adds up all numbers, four SIMD registers at a time: the least time in which the rows can be read at all. */
  sum(): number;
}

const SUM = `(module
  (import "rows" "memory" (memory 1))
  (func (export "sum") (param $at i32) (param $end i32) (result f32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $next
      (local.set $a (f32x4.add (local.get $a) (v128.load (local.get $at))))
      (local.set $b (f32x4.add (local.get $b) (v128.load offset=16 (local.get $at))))
      (local.set $c (f32x4.add (local.get $c) (v128.load offset=32 (local.get $at))))
      (local.set $d (f32x4.add (local.get $d) (v128.load offset=48 (local.get $at))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 64))) (local.get $end))))
    (local.set $a (f32x4.add (f32x4.add (local.get $a) (local.get $b)) (f32x4.add (local.get $c) (local.get $d))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
      (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a))))))`;

/** Node's own types leave WebAssembly out. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: unknown };
    Memory: new (pages: { initial: number }) => { buffer: ArrayBuffer };
  };
};

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_535;

/** Throws RangeError where the rows do not fit one memory of 4 GiB. */
export async function allocatePlainRows(count: number, dimension: number): Promise<PlainRows> {
  const bytes = count * dimension * Float32Array.BYTES_PER_ELEMENT;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > MAX_PAGES) throw new RangeError(`${count} rows of ${dimension} numbers do not fit 4 GiB`);
  const memory = new WebAssembly.Memory({ initial: pages });
  const wabt = await loadWabt();
  const module = new WebAssembly.Module(wabt.parseWat("sum.wat", SUM).toBinary({}).buffer);
  const exports = new WebAssembly.Instance(module, { rows: { memory } }).exports as {
    sum(at: number, end: number): number;
  };
  return { values: new Float32Array(memory.buffer, 0, count * dimension), sum: () => exports.sum(0, bytes) };
}

export interface PlainHit {
  readonly person: number;
  readonly squared: number;
}

/** The k nearest people by a plain loop over all rows; row r is of person floor(r / templatesPerPerson). */
export function plainSearch(
  rows: Float32Array,
  probe: Float32Array,
  k: number,
  templatesPerPerson: number,
): readonly PlainHit[] {
  const dimension = probe.length;
  const count = rows.length / dimension;
  const hits: PlainHit[] = [];
  let worst = Number.POSITIVE_INFINITY;
  for (let row = 0, start = 0; row < count; row++, start += dimension) {
    let squared = 0;
    for (let d = 0; d < dimension; d++) {
      const difference = probe[d]! - rows[start + d]!;
      squared += difference * difference;
    }
    if (squared < worst) {
      insert(hits, Math.floor(row / templatesPerPerson), squared, k);
      if (hits.length === k) worst = hits[k - 1]!.squared;
    }
  }
  return hits;
}

/** Apart from the loop, whose running sum would be slow if a closure held it. */
function insert(hits: PlainHit[], person: number, squared: number, k: number): void {
  const known = hits.findIndex((hit) => hit.person === person);
  if (known >= 0) {
    if (hits[known]!.squared <= squared) return;
    hits.splice(known, 1);
  }
  const place = hits.findIndex((hit) => hit.squared > squared);
  hits.splice(place < 0 ? hits.length : place, 0, { person, squared });
  if (hits.length > k) hits.pop();
}
