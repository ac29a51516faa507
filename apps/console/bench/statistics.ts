/** Of values in any order, at least one. */
export interface Figure {
  readonly median: number;
  readonly p95: number;
}

export function figureOf(values: readonly number[]): Figure {
  if (values.length === 0) throw new RangeError("There is nothing to take a median of.");
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

/** Between its neighbours by their distance (R's type 7). */
function quantile(sorted: readonly number[], at: number): number {
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)] ?? 0;
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place % 1);
}
