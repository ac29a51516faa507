import type { Interval } from "./binomial-interval.js";

/**
 * The value below which a share `p` (0..1) of `ascending` lies, straight between neighbours (type 7 of Hyndman and Fan,
 * 1996).
 *
 * @throws RangeError for an empty list
 */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  if (ascending.length === 0) throw new RangeError("nothing has no quantile");
  const at = (ascending.length - 1) * p;
  const below = Math.floor(at);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low === high ? low : low + (at - below) * (high - low);
}

/** The middle 95 % of `values`, which are sorted on the way: the percentile interval of a bootstrap. */
export function middle95InPlace(values: Float64Array): Interval {
  values.sort();
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}
