import { operatingPoints, type VerificationTrials } from "../../src/calibration/fnmr-at-fmr.js";
import { DISTANCE_BINS, distanceBin, type ImpostorPairs, impostorPairs } from "../../src/calibration/impostor-pairs.js";
import { type BootstrapOptions, fnmrIntervals, rocIntervals } from "../../src/calibration/people-bootstrap.js";
import type { CurvePoint } from "../../src/calibration/reference-curve.js";
import { areaUnderRoc, equalErrorRate, NO_COMPARISON, rocCurve } from "../../src/calibration/roc.js";
import { euclidean } from "../../src/vector/index.js";
import type { Dataset } from "../data/dataset.js";
import type { CachedOutcome } from "../embedding/embedding-cache.js";
import {
  type Distributions,
  type FnmrAtFmr,
  STATED_FMRS,
  type StatedFmr,
  type Verification,
} from "../report/report.js";
import { errorVersusDiscard } from "./error-versus-discard.js";
import { kFoldAccuracy } from "./k-fold-accuracy.js";

/** Three a decade; which of them the impostor pairs can support is seen when they are counted. */
const CURVE_FMRS = [1e-1, 5e-2, 2e-2, 1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5, 5e-6, 2e-6, 1e-6];
/** Pairs that are kept one by one: twice the largest rate of the curve, since resamples move its cut. */
const KEPT = { share: 0.2, pairs: 1_000_000 };
const DISCARD_FMR = 1e-3;
/** Bins of {@link DISTANCE_BINS} behind one point of the drawn curve, and behind one bar of the drawn histograms. */
const BINS_PER_POINT = 10;
const BINS_PER_BAR = 40;

/**
 * Accuracy by the listed pairs, error rates over all impostor pairs.
 *
 * @param bootstrap gives the same random numbers at each call, so that no interval depends on which others are made
 */
export function verification(
  { images, people, pairs, folds }: Dataset,
  outcomes: readonly CachedOutcome[],
  bootstrap: () => BootstrapOptions,
): { figures: Verification; trials: VerificationTrials } {
  const embeddingOf = (image: number) => {
    const outcome = outcomes[image]!;
    return outcome.kind === "embedding" ? outcome.embedding : undefined;
  };
  const personOf = images.map(({ person }) => person);
  const judged = pairs.map((pair) => {
    const [first, second] = [embeddingOf(pair.first), embeddingOf(pair.second)];
    return { ...pair, distance: first && second ? euclidean(first, second) : NO_COMPARISON };
  });
  const genuine = judged.filter((pair) => pair.genuine);
  const impostors = judged.filter((pair) => !pair.genuine);
  const genuinePairs = {
    distances: genuine.map(({ distance }) => distance),
    people: genuine.map(({ first }) => personOf[first]!),
  };
  const listedImpostors = {
    distances: impostors.map(({ distance }) => distance),
    first: impostors.map(({ first }) => personOf[first]!),
    second: impostors.map(({ second }) => personOf[second]!),
  };
  const roc = rocCurve(genuinePairs.distances, listedImpostors.distances);

  const rowImages = images.map((_, image) => image).filter((image) => embeddingOf(image));
  const trials: VerificationTrials = {
    genuine: genuinePairs,
    impostors: impostorPairs(packed(rowImages, embeddingOf, personOf), KEPT),
    rowPeople: rowImages.map((image) => personOf[image]!),
    people,
  };
  const accuracy = kFoldAccuracy(judged, folds);
  const figures: Verification = {
    accuracy: { mean: accuracy.mean, sd: accuracy.sd, perFold: accuracy.perFold.map((fold) => fold.accuracy) },
    auc: areaUnderRoc(roc),
    eer: equalErrorRate(roc),
    intervals: rocIntervals(genuinePairs, listedImpostors, people, bootstrap()),
    ...curves(trials, bootstrap()),
    roc: drawnRoc(genuinePairs.distances, trials.impostors),
    distributions: distributions(genuinePairs.distances, trials.impostors),
    errorVersusDiscard: errorVersusDiscard(
      {
        trials,
        rowImages,
        genuineImages: genuine.map(({ first, second }) => [first, second] as const),
        quality: outcomes.map((outcome) => (outcome.kind === "embedding" ? outcome.quality : undefined)),
      },
      DISCARD_FMR,
      bootstrap(),
    ),
  };
  return { figures, trials };
}

function packed(
  rowImages: readonly number[],
  embeddingOf: (image: number) => Float32Array | undefined,
  personOf: readonly number[],
) {
  const dimension = rowImages.length === 0 ? 0 : embeddingOf(rowImages[0]!)!.length;
  const values = new Float32Array(rowImages.length * dimension);
  rowImages.forEach((image, row) => {
    values.set(embeddingOf(image)!, row * dimension);
  });
  return { dimension, values, people: rowImages.map((image) => personOf[image]!) };
}

function curves(trials: VerificationTrials, bootstrap: BootstrapOptions): Pick<Verification, "curve" | "fnmrAtFmr"> {
  const points = operatingPoints(trials, CURVE_FMRS);
  const intervals = fnmrIntervals(trials, CURVE_FMRS, bootstrap);
  const supported = (fmr: number) => fmr * trials.impostors.count >= 1;
  const all = points.map((point, i): CurvePoint => ({ ...point, ...intervals[i]! }));
  const stated = Object.entries(STATED_FMRS).map(([name, fmr]): [string, FnmrAtFmr] => {
    const { fnmr, low, high, distance, falseMatches, falseNonMatches } = all.find((point) => point.fmr === fmr)!;
    return [
      name,
      { value: fnmr, low, high, threshold: distance, falseMatches, falseNonMatches, supported: supported(fmr) },
    ];
  });
  return {
    curve: all.filter(({ fmr }) => supported(fmr)),
    fnmrAtFmr: Object.fromEntries(stated) as Record<StatedFmr, FnmrAtFmr>,
  };
}

/** Comparisons by bin; those that could not be made are in none. */
function binned(distances: readonly number[]): Float64Array {
  const bins = new Float64Array(DISTANCE_BINS);
  for (const distance of distances) if (distance !== NO_COMPARISON) bins[distanceBin(distance)]!++;
  return bins;
}

/** Both rates at evenly spaced distances, as far as at least one comparison of two people matches and not all do. */
function drawnRoc(genuine: readonly number[], { histogram, count }: ImpostorPairs): Verification["roc"] {
  const genuineBins = binned(genuine);
  const roc: { distance: number; fmr: number; fnmr: number }[] = [];
  let falseMatches = 0;
  let matches = 0;
  for (let bin = 0; bin < DISTANCE_BINS && falseMatches < count; bin++) {
    falseMatches += histogram[bin]!;
    matches += genuineBins[bin]!;
    if ((bin + 1) % BINS_PER_POINT !== 0 || falseMatches === 0) continue;
    roc.push({
      distance: (2 * (bin + 1)) / DISTANCE_BINS,
      fmr: falseMatches / count,
      fnmr: (genuine.length - matches) / genuine.length,
    });
  }
  return roc;
}

function distributions(genuine: readonly number[], { histogram }: ImpostorPairs): Distributions {
  const bars = (bins: Float64Array) =>
    Array.from({ length: DISTANCE_BINS / BINS_PER_BAR }, (_, bar) =>
      bins.subarray(bar * BINS_PER_BAR, (bar + 1) * BINS_PER_BAR).reduce((sum, value) => sum + value, 0),
    );
  const [genuineBars, impostorBars] = [bars(binned(genuine)), bars(histogram)];
  const last = Math.max(...[genuineBars, impostorBars].map((each) => each.findLastIndex((value) => value > 0)));
  return {
    binWidth: (2 * BINS_PER_BAR) / DISTANCE_BINS,
    genuine: genuineBars.slice(0, last + 1),
    impostor: impostorBars.slice(0, last + 1),
  };
}
