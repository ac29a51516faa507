import { quantile } from "../../src/calibration/quantile.js";

/** How long something takes, in milliseconds. */
export interface Timing {
  readonly medianMs: number;
  readonly p95Ms: number;
}

export function timing(milliseconds: readonly number[]): Timing {
  const ascending = Float64Array.from(milliseconds).sort();
  return { medianMs: quantile(ascending, 0.5), p95Ms: quantile(ascending, 0.95) };
}
