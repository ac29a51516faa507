import type { Comparisons } from "./comparisons.js";

/** What a cut costs on given people. */
export interface ErrorRates {
  /** Largest Euclidean distance that is accepted. */
  readonly maxDistance: number;
  /** Share of impostor comparisons accepted there, 0..1; at most the target. */
  readonly falseMatchRate: number;
  /** Share of genuine comparisons refused there, 0..1. */
  readonly falseNonMatchRate: number;
}

/**
 * The error rates at the largest distance whose false match rate stays within `targetFmr`.
 *
 * People count alike, however many photos each has: the FMR is that of two people drawn at random and one photo of each, the
 * FNMR that of a person with several photos drawn at random and two of them. `draws` says how often each person counts
 * (1 without it); a person who was drawn twice is still no impostor of itself.
 */
export function fnmrAtFmr(comparisons: Comparisons, targetFmr: number, draws?: ArrayLike<number>): ErrorRates {
  const { photosOf, genuine, impostor } = comparisons;
  const times = draws ?? new Uint8Array(photosOf.length).fill(1);
  let drawn = 0;
  let ofThemselves = 0;
  for (let person = 0; person < photosOf.length; person++) {
    drawn += times[person]!;
    ofThemselves += times[person]! ** 2;
  }
  const impostorWeight = (drawn ** 2 - ofThemselves) / 2;
  // The sums are of rounded fractions: without the slack a target that is met exactly would be missed by chance.
  const allowed = targetFmr * impostorWeight * (1 + 1e-9);

  let maxDistance = 0;
  let accepted = 0;
  let sum = 0;
  for (let i = 0; i < impostor.distances.length; i++) {
    const first = impostor.first[i]!;
    const second = impostor.second[i]!;
    sum += (times[first]! * times[second]!) / (photosOf[first]! * photosOf[second]!);
    if (sum > allowed) break;
    // Equal distances are accepted together or not at all.
    if (impostor.distances[i] === impostor.distances[i + 1]) continue;
    maxDistance = impostor.distances[i]!;
    accepted = sum;
  }

  let missed = 0;
  for (let i = 0; i < genuine.distance.length; i++) {
    if (genuine.distance[i]! <= maxDistance) continue;
    const person = genuine.person[i]!;
    missed += times[person]! / ((photosOf[person]! * (photosOf[person]! - 1)) / 2);
  }
  let genuineWeight = 0;
  for (let person = 0; person < photosOf.length; person++) {
    if (photosOf[person]! > 1) genuineWeight += times[person]!;
  }
  if (impostorWeight === 0 || genuineWeight === 0) {
    throw new RangeError("error rates take two people, and one person with two photos");
  }
  return { maxDistance, falseMatchRate: accepted / impostorWeight, falseNonMatchRate: missed / genuineWeight };
}
