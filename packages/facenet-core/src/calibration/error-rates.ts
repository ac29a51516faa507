import type { ReferenceCurve } from "./reference-curve.js";

/** What a cut at some distance means on the benchmark of a reference curve. Rates are fractions of 1. */
export interface ErrorRates {
  readonly fmr: number;
  readonly fnmr: number;
  /** The 95 % interval of `fnmr`. */
  readonly low: number;
  readonly high: number;
  /**
   * Where the distance lies beyond what was measured, the rates of the nearest end are given: BELOW says that the true FMR is
   * at most that, ABOVE that it is at least that.
   */
  readonly beyond: "BELOW" | "ABOVE" | null;
}

/**
 * Rates between two points of the curve: FMR on a logarithmic scale, as distances of impostors fall off exponentially
 * there, FNMR and its interval on a linear one.
 */
export function errorRatesAt({ points }: Pick<ReferenceCurve, "points">, distance: number): ErrorRates {
  const ordered = [...points].sort((a, b) => a.distance - b.distance);
  const [strictest, loosest] = [ordered[0], ordered.at(-1)];
  if (strictest === undefined || loosest === undefined) throw new RangeError("The curve has no points.");
  const end = ({ fmr, fnmr, low, high }: typeof strictest, beyond: ErrorRates["beyond"]) => ({
    ...{ fmr, fnmr, low, high, beyond },
  });
  if (distance < strictest.distance) return end(strictest, "BELOW");
  if (distance > loosest.distance) return end(loosest, "ABOVE");
  const above = ordered.find((point) => point.distance >= distance) ?? loosest;
  const below = ordered.findLast((point) => point.distance <= distance) ?? strictest;
  if (above.distance === below.distance) return end(above, null);
  const share = (distance - below.distance) / (above.distance - below.distance);
  const between = (from: number, to: number) => from + share * (to - from);
  return {
    fmr: Math.exp(between(Math.log(below.fmr), Math.log(above.fmr))),
    fnmr: between(below.fnmr, above.fnmr),
    low: between(below.low, above.low),
    high: between(below.high, above.high),
    beyond: null,
  };
}
