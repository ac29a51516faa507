/** Comparisons of two rows each, ascending distance; entry i of each array belongs to comparison i. */
export interface SortedPairs {
  readonly distances: Float32Array;
  readonly first: Uint16Array;
  readonly second: Uint16Array;
}

/** Rows and people are 16-bit numbers in {@link PairsByDistance}. */
export const MAX_PAIRED = 65_536;

/**
 * Sorts pairs by distance without a comparison function, which for millions of pairs takes seconds instead of minutes: the
 * bits of a non-negative float32 order like an integer, so distance and pair share one 64-bit number, the distance above
 * (little endian).
 */
export class PairsByDistance {
  private readonly keys: BigUint64Array;
  private readonly words: Uint32Array;
  private readonly floats: Float32Array;
  private count = 0;

  /** @param capacity exactly as many pairs as will be added */
  constructor(capacity: number) {
    this.keys = new BigUint64Array(capacity);
    this.words = new Uint32Array(this.keys.buffer);
    this.floats = new Float32Array(this.keys.buffer);
  }

  /** @param first and second: whole numbers below {@link MAX_PAIRED} */
  add(distance: number, first: number, second: number): void {
    this.words[2 * this.count] = (first << 16) | second;
    this.floats[2 * this.count + 1] = distance;
    this.count++;
  }

  sortInPlace(): SortedPairs {
    this.keys.sort();
    const distances = new Float32Array(this.count);
    const first = new Uint16Array(this.count);
    const second = new Uint16Array(this.count);
    for (let i = 0; i < this.count; i++) {
      const pair = this.words[2 * i]!;
      first[i] = pair >>> 16;
      second[i] = pair & 0xffff;
      distances[i] = this.floats[2 * i + 1]!;
    }
    return { distances, first, second };
  }
}
