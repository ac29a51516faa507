/** A distance for comparisons that could not be made because a photo gave no face: they match at no threshold. */
export const NO_COMPARISON = Number.POSITIVE_INFINITY;

/**
 * Both error rates at every distance that occurs, ascending: a comparison matches at its distance or less. Rates are
 * fractions of 1; `fmr` never falls and `fnmr` never rises.
 */
export interface RocCurve {
  readonly distances: Float64Array;
  readonly fmr: Float64Array;
  readonly fnmr: Float64Array;
}

/** How much each comparison counts, in the order of the distances; a weight of 0 leaves it out. */
export interface ComparisonWeights {
  readonly genuine: ArrayLike<number>;
  readonly impostors: ArrayLike<number>;
}

/**
 * The error rates of `genuine` (one person) and `impostors` (two people) by distance, in any order.
 *
 * @throws RangeError when either side has no weight: its rate would be 0 / 0
 */
export function rocCurve(
  genuine: ArrayLike<number>,
  impostors: ArrayLike<number>,
  weights?: ComparisonWeights,
): RocCurve {
  const count = genuine.length + impostors.length;
  const distance = (i: number) => (i < genuine.length ? genuine[i]! : impostors[i - genuine.length]!);
  const weight = (i: number) => {
    if (!weights) return 1;
    return i < genuine.length ? weights.genuine[i]! : weights.impostors[i - genuine.length]!;
  };
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => compare(distance(a), distance(b)));
  const totals = { genuine: 0, impostors: 0 };
  for (let i = 0; i < count; i++) totals[i < genuine.length ? "genuine" : "impostors"] += weight(i);
  if (!(totals.genuine > 0 && totals.impostors > 0)) {
    throw new RangeError("error rates need comparisons of one person and of two people");
  }

  const distances = new Float64Array(count);
  const fmr = new Float64Array(count);
  const fnmr = new Float64Array(count);
  let points = 0;
  let matched = 0;
  let falselyMatched = 0;
  for (let i = 0; i < count; i++) {
    const at = order[i]!;
    if (at < genuine.length) matched += weight(at);
    else falselyMatched += weight(at);
    if (i + 1 < count && distance(order[i + 1]!) === distance(at)) continue;
    distances[points] = distance(at);
    fmr[points] = falselyMatched / totals.impostors;
    fnmr[points] = (totals.genuine - matched) / totals.genuine;
    points++;
  }
  return { distances: distances.slice(0, points), fmr: fmr.slice(0, points), fnmr: fnmr.slice(0, points) };
}

const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Area under the curve of 1 - FNMR over FMR: the chance that a genuine comparison is nearer than an impostor one, a tie
 * counting half (Mann-Whitney). 1 is perfect, 0.5 is chance.
 */
export function areaUnderRoc({ fmr, fnmr }: RocCurve): number {
  let area = 0;
  let lastFmr = 0;
  let lastMatched = 0;
  for (let i = 0; i < fmr.length; i++) {
    const matched = 1 - fnmr[i]!;
    area += ((fmr[i]! - lastFmr) * (matched + lastMatched)) / 2;
    lastFmr = fmr[i]!;
    lastMatched = matched;
  }
  return area;
}

/** Where FMR and FNMR are equal, straight between the two thresholds at which they change sides. */
export function equalErrorRate({ fmr, fnmr }: RocCurve): number {
  let lastFmr = 0;
  let lastFnmr = 1;
  for (let i = 0; i < fmr.length; i++) {
    const gap = fnmr[i]! - fmr[i]!;
    if (gap <= 0) {
      const lastGap = lastFnmr - lastFmr;
      const share = lastGap / (lastGap - gap);
      return lastFmr + share * (fmr[i]! - lastFmr);
    }
    lastFmr = fmr[i]!;
    lastFnmr = fnmr[i]!;
  }
  return lastFmr;
}
