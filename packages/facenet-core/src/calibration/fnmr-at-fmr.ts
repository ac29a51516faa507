import type { ImpostorPairs } from "./impostor-pairs.js";

/** Comparisons of one person each: distance (NO_COMPARISON where a photo gave no face) and person. */
export interface GenuinePairs {
  readonly distances: ArrayLike<number>;
  readonly people: ArrayLike<number>;
}

/** What a model is judged by: comparisons of one person and of two, and the people behind the impostors' rows. */
export interface VerificationTrials {
  readonly genuine: GenuinePairs;
  readonly impostors: ImpostorPairs;
  /** Person of each row that {@link ImpostorPairs} refers to. */
  readonly rowPeople: ArrayLike<number>;
  /** Number of people; every person is an index below it. */
  readonly people: number;
}

/** The cut that a false match rate asks for, and what it costs. */
export interface OperatingPoint {
  /** The false match rate that was asked for. */
  readonly fmr: number;
  /** Largest impostor distance within it; where not one impostor may match, just under the nearest, or -1 where that is 0. */
  readonly distance: number;
  /** Impostor comparisons at the distance or less. */
  readonly falseMatches: number;
  /** Share of genuine comparisons beyond the distance. */
  readonly fnmr: number;
  readonly falseNonMatches: number;
}

/**
 * False non-match rate at each of `fmrs`, in their order. A cut never lets more impostors match than asked: of several at
 * the same distance, all or none do.
 *
 * @throws RangeError where there is nothing to compare, or the kept impostors do not reach up to the largest rate
 */
export function operatingPoints(trials: VerificationTrials, fmrs: readonly number[]): OperatingPoint[] {
  const { genuine, rowPeople } = trials;
  return weightedPoints(trials, fmrs, {
    genuine: new Float64Array(genuine.distances.length).fill(1),
    rows: new Float64Array(rowPeople.length).fill(1),
  });
}

/** How often each genuine comparison and each row counts, whole numbers; an impostor comparison counts as the product of its rows. */
export interface TrialWeights {
  readonly genuine: ArrayLike<number>;
  readonly rows: ArrayLike<number>;
}

/** {@link operatingPoints} of weighted trials; counts are sums of weights. */
export function weightedPoints(
  trials: VerificationTrials,
  fmrs: readonly number[],
  weights: TrialWeights,
): OperatingPoint[] {
  const { genuine } = trials;
  let total = 0;
  for (let i = 0; i < genuine.distances.length; i++) total += weights.genuine[i]!;
  if (!(total > 0)) throw new RangeError("a false non-match rate needs comparisons of one person");
  return cutsAt(trials, fmrs, weights.rows).map((cut, at) => {
    let missed = 0;
    for (let i = 0; i < genuine.distances.length; i++) {
      if (genuine.distances[i]! > cut.distance) missed += weights.genuine[i]!;
    }
    return { fmr: fmrs[at]!, ...cut, fnmr: missed / total, falseNonMatches: missed };
  });
}

/** Distance and weight of the false matches at each rate: one walk over the nearest impostors for all of them. */
function cutsAt(
  { impostors, rowPeople, people }: VerificationTrials,
  fmrs: readonly number[],
  rows: ArrayLike<number>,
): { distance: number; falseMatches: number }[] {
  const { distances, first, second } = impostors.nearest;
  const total = impostorWeight(rowPeople, people, rows);
  if (!(total > 0)) throw new RangeError("a false match rate needs comparisons of two people");
  const ascending = fmrs
    .map((fmr, at) => ({ at, allowed: Math.floor(fmr * total) }))
    .sort((a, b) => a.allowed - b.allowed);
  const cuts = new Array<{ distance: number; falseMatches: number }>(fmrs.length);
  let next = 0;
  let within = 0;
  let nearer: number | undefined;
  for (let i = 0; i < distances.length && next < ascending.length; ) {
    const distance = distances[i]!;
    let here = 0;
    for (; i < distances.length && distances[i] === distance; i++) here += rows[first[i]!]! * rows[second[i]!]!;
    if (here === 0) continue;
    while (next < ascending.length && within + here > ascending[next]!.allowed) {
      cuts[ascending[next++]!.at] = { distance: nearer ?? justUnder(distance), falseMatches: within };
    }
    within += here;
    nearer = distance;
  }
  const reachesAll = distances.length === impostors.count;
  for (; next < ascending.length; next++) {
    if (!reachesAll) throw new RangeError(`too few impostor pairs were kept for FMR ${fmrs[ascending[next]!.at]}`);
    cuts[ascending[next]!.at] = { distance: nearer!, falseMatches: within };
  }
  return cuts;
}

/** Less than a float32 by less than any other float32 is; under 0 nothing matches, be it a photo kept under two names. */
const justUnder = (distance: number) => (distance > 0 ? distance * (1 - 2 ** -25) : -1);

/** Sum over all pairs of rows of different people of the product of their weights. */
export function impostorWeight(rowPeople: ArrayLike<number>, people: number, rows: ArrayLike<number>): number {
  const ofPerson = new Float64Array(people);
  for (let row = 0; row < rowPeople.length; row++) ofPerson[rowPeople[row]!]! += rows[row]!;
  let sum = 0;
  let squares = 0;
  for (const weight of ofPerson) {
    sum += weight;
    squares += weight * weight;
  }
  return (sum * sum - squares) / 2;
}
