import { type Random, randomIndex } from "../random.js";
import type { Comparisons } from "./comparisons.js";
import { fnmrAtFmr } from "./fnmr-at-fmr.js";

/** A measured value and the interval that holds it at the stated confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly targetFmr: number;
  readonly replicates: number;
  /** 0..1, of the two-sided intervals. */
  readonly confidence: number;
  readonly random: Random;
}

export interface PairedFnmr {
  readonly before: Estimate;
  readonly after: Estimate;
  /** after - before; below 0 is better. */
  readonly change: Estimate;
}

/**
 * FNMR at the target FMR of two models on the same people, with percentile intervals by resampling people. Comparisons that
 * share a person stand and fall together, so people are drawn and not comparisons; each draw is the same for both models
 * (paired), and sets each model's threshold anew. People with one photo and with several are drawn apart, as they
 * were dealt.
 */
export function comparePairedFnmr(
  before: Comparisons,
  after: Comparisons,
  { targetFmr, replicates, confidence, random }: BootstrapOptions,
): PairedFnmr {
  const { photosOf } = before;
  if (after.photosOf.length !== photosOf.length || after.photosOf.some((photos, i) => photos !== photosOf[i])) {
    throw new RangeError("a paired comparison takes the same photos of the same people under both models");
  }
  const people = [...photosOf.keys()];
  const strata = [people.filter((person) => photosOf[person]! > 1), people.filter((person) => photosOf[person] === 1)];
  const samples = { before: [] as number[], after: [] as number[], change: [] as number[] };
  for (let replicate = 0; replicate < replicates; replicate++) {
    const draws = new Uint16Array(photosOf.length);
    for (const stratum of strata) {
      for (let draw = 0; draw < stratum.length; draw++) draws[stratum[randomIndex(stratum.length, random)]!]!++;
    }
    const [old, now] = [before, after].map((model) => fnmrAtFmr(model, targetFmr, draws).falseNonMatchRate);
    samples.before.push(old!);
    samples.after.push(now!);
    samples.change.push(now! - old!);
  }
  const values = [before, after].map((model) => fnmrAtFmr(model, targetFmr).falseNonMatchRate);
  return {
    before: estimate(values[0]!, samples.before, confidence),
    after: estimate(values[1]!, samples.after, confidence),
    change: estimate(values[1]! - values[0]!, samples.change, confidence),
  };
}

function estimate(value: number, samples: readonly number[], confidence: number): Estimate {
  const sorted = Float64Array.from(samples).sort();
  const tail = Math.floor(((1 - confidence) / 2) * sorted.length);
  return { value, low: sorted[tail]!, high: sorted[sorted.length - 1 - tail]! };
}
