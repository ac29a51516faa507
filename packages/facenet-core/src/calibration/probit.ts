/** Coefficients of Peter J. Acklam's rational approximation (2003): the centre, its denominator, a tail, its denominator. */
const CENTRE = [
  -39.6968302866538, 220.946098424521, -275.928510446969, 138.357751867269, -30.6647980661472, 2.50662827745924,
];
const CENTRE_BELOW = [-54.4760987982241, 161.585836858041, -155.698979859887, 66.8013118877197, -13.2806815528857, 1];
const TAIL = [
  -0.00778489400243029, -0.322396458041136, -2.40075827716184, -2.54973253934373, 4.37466414146497, 2.93816398269878,
];
const TAIL_BELOW = [0.00778469570904146, 0.32246712907004, 2.445134137143, 3.75440866190742, 1];
const TAIL_FROM = 0.02425;

const polynomial = (coefficients: readonly number[], x: number) => coefficients.reduce((sum, c) => sum * x + c, 0);

/**
 * The point below which a standard normal variable falls with probability `p`: the axis of a DET plot, on which normal
 * distributions give straight lines. Relative error under 1.2e-9; -Infinity at 0 and Infinity at 1.
 *
 * @throws RangeError outside [0, 1]
 */
export function probit(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies within 0 and 1, not at ${p}`);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p > 0.5) return -probit(1 - p);
  if (p < TAIL_FROM) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(TAIL, q) / polynomial(TAIL_BELOW, q);
  }
  const q = p - 0.5;
  return (q * polynomial(CENTRE, q * q)) / polynomial(CENTRE_BELOW, q * q);
}
