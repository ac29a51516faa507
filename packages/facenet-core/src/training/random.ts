/** Uniform over [0, 1). */
export type Random = () => number;

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
