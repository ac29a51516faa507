/**
 * The indices of `keys` in ascending order of key, found one at a time by a heap: O(n) for the first, O(log n) for each one
 * more. No key is NaN.
 */
export function* ascending(keys: Float64Array): Generator<number, void> {
  const heap = new Uint32Array(keys.length);
  for (let i = 0; i < heap.length; i++) heap[i] = i;
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(heap, keys, i, heap.length);
  for (let size = heap.length; size > 0; size--) {
    yield heap[0]!;
    heap[0] = heap[size - 1]!;
    sink(heap, keys, 0, size - 1);
  }
}

/** Exchanges the entry at `place` with its lesser child until no child is less. */
function sink(heap: Uint32Array, keys: Float64Array, place: number, size: number): void {
  const entry = heap[place]!;
  const key = keys[entry]!;
  for (;;) {
    let child = 2 * place + 1;
    if (child + 1 < size && keys[heap[child + 1]!]! < keys[heap[child]!]!) child++;
    if (child >= size || keys[heap[child]!]! >= key) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = entry;
}
