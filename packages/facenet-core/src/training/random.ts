/** Uniform over [0, 1). */
export type Random = () => number;

/** A repeatable {@link Random} from a 32-bit seed: mulberry32 (Tommy Ettinger, public domain). Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Uniform integer of [0, count). */
export function randomIndex(count: number, random: Random): number {
  return Math.floor(random() * count);
}

/** A copy of `items` in random order (Fisher-Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomIndex(last + 1, random);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
