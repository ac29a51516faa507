import { clopperPearson, type Interval } from "./binomial-interval.js";
import { type GenuinePairs, impostorWeight, type VerificationTrials, weightedPoints } from "./fnmr-at-fmr.js";
import { middle95InPlace } from "./quantile.js";
import { areaUnderRoc, equalErrorRate, rocCurve } from "./roc.js";

export interface BootstrapOptions {
  /** Resamples, each as large as the data. */
  readonly replicates: number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/*
 * Comparisons that share a person are not independent, so people are drawn, not comparisons: in a resample with c copies
 * of each person a genuine comparison counts c times and one of persons p and q c(p) x c(q) times; copies of one person
 * are not compared as if they were strangers (the vertex bootstrap of Snijders and Borgatti, 1999). Nothing is copied:
 * every resample is the same data with other weights.
 */

/** How often each of `people` comes up when as many are drawn with replacement. */
export function drawPeople(people: number, random: () => number): Uint32Array {
  const copies = new Uint32Array(people);
  for (let i = 0; i < people; i++) copies[Math.floor(random() * people)]!++;
  return copies;
}

/**
 * 95 % interval (percentiles) of the false non-match rate at each of `fmrs`. The cut is chosen anew in every resample, so
 * the interval covers the uncertainty of the threshold as well. Where no error was seen resamples cannot show one: the
 * upper bound is then the exact one for as many people, and the lower bound likewise where every comparison failed.
 */
export function fnmrIntervals(
  trials: VerificationTrials,
  fmrs: readonly number[],
  { replicates, random }: BootstrapOptions,
): Interval[] {
  const { genuine, people } = trials;
  const rates = fmrs.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const copies = drawUsable(people, random, (drawn) => isUsable(trials, drawn));
    ratesOn(trials, fmrs, copies).forEach((fnmr, at) => {
      rates[at]![replicate] = fnmr;
    });
  }
  const judged = new Set(Array.from(genuine.people)).size;
  return rates.map((values) => {
    const { low, high } = middle95InPlace(values);
    if (high === 0) return { low, high: clopperPearson(0, judged).high };
    if (low === 1) return { low: clopperPearson(judged, judged).low, high };
    return { low, high };
  });
}

export interface FnmrGain extends Interval {
  readonly fmr: number;
  readonly gain: number;
}

/**
 * At each of `fmrs` the false non-match rate of `before` less that of `after`, two models on the same genuine comparisons and
 * people, with its 95 % interval. Both are judged on the same people in every resample, so that what they share cancels out.
 */
export function fnmrGains(
  before: VerificationTrials,
  after: VerificationTrials,
  fmrs: readonly number[],
  { replicates, random }: BootstrapOptions,
): FnmrGain[] {
  const gainsOn = (copies: Uint32Array) => {
    const rates = ratesOn(after, fmrs, copies);
    return ratesOn(before, fmrs, copies).map((rate, i) => rate - rates[i]!);
  };
  const isUsableForBoth = (copies: Uint32Array) => isUsable(before, copies) && isUsable(after, copies);
  const drawn = fmrs.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++) {
    gainsOn(drawUsable(before.people, random, isUsableForBoth)).forEach((gain, at) => {
      drawn[at]![replicate] = gain;
    });
  }
  const seen = gainsOn(new Uint32Array(before.people).fill(1));
  return fmrs.map((fmr, at) => ({ fmr, gain: seen[at]!, ...middle95InPlace(drawn[at]!) }));
}

/** Comparisons of a fixed list of pairs of two people each. */
export interface ListedPairs {
  readonly distances: ArrayLike<number>;
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
}

/** 95 % intervals of the area under the ROC curve and of the equal error rate of listed pairs, `people` in number. */
export function rocIntervals(
  genuine: GenuinePairs,
  impostors: ListedPairs,
  people: number,
  { replicates, random }: BootstrapOptions,
): { auc: Interval; eer: Interval } {
  const areas = new Float64Array(replicates);
  const rates = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const copies = drawUsable(
      people,
      random,
      (drawn) => genuineWeight(genuine, drawn) > 0 && listedWeight(impostors, drawn).some((weight) => weight > 0),
    );
    const curve = rocCurve(genuine.distances, impostors.distances, {
      genuine: weightOf(genuine.people, copies),
      impostors: listedWeight(impostors, copies),
    });
    areas[replicate] = areaUnderRoc(curve);
    rates[replicate] = equalErrorRate(curve);
  }
  return { auc: middle95InPlace(areas), eer: middle95InPlace(rates) };
}

/** False non-match rates on the people drawn, with the cuts that they give. */
function ratesOn(trials: VerificationTrials, fmrs: readonly number[], copies: Uint32Array): number[] {
  const weights = { genuine: weightOf(trials.genuine.people, copies), rows: weightOf(trials.rowPeople, copies) };
  return weightedPoints(trials, fmrs, weights).map(({ fnmr }) => fnmr);
}

/** Whether the people drawn leave something to compare. */
function isUsable({ genuine, rowPeople, people }: VerificationTrials, copies: Uint32Array): boolean {
  return genuineWeight(genuine, copies) > 0 && impostorWeight(rowPeople, people, weightOf(rowPeople, copies)) > 0;
}

/** With few people a draw may leave nothing to compare; it is then made again. */
function drawUsable(people: number, random: () => number, usable: (copies: Uint32Array) => boolean): Uint32Array {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const copies = drawPeople(people, random);
    if (usable(copies)) return copies;
  }
  throw new RangeError("too few people to resample");
}

const weightOf = (people: ArrayLike<number>, copies: Uint32Array) =>
  Float64Array.from(people, (person) => copies[person]!);

const listedWeight = ({ first, second }: ListedPairs, copies: Uint32Array) =>
  Float64Array.from(first, (person, i) => copies[person]! * copies[second[i]!]!);

function genuineWeight({ people }: GenuinePairs, copies: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < people.length; i++) sum += copies[people[i]!]!;
  return sum;
}
