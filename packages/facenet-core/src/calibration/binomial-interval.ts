/** Bounds of a rate, as fractions of 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Clopper-Pearson 95 % interval of `errors` in `trials` independent trials, by bisection on the binomial tail: never too
 * narrow, whatever the true rate. No trials say nothing: [0, 1].
 */
export function clopperPearson(errors: number, trials: number): Interval {
  const low = errors === 0 ? 0 : solve((p) => 1 - cumulative(errors - 1, trials, p) < 0.025);
  const high = errors === trials ? 1 : solve((p) => cumulative(errors, trials, p) > 0.025);
  return { low, high };
}

/** The rate at which `isBelow` turns from true to false. */
function solve(isBelow: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of at most `k` errors in `n` trials of rate `p`, 0 < p < 1. */
function cumulative(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
