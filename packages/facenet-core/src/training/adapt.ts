import { seededRandom } from "../calibration/seeded-random.js";
import type { TensorFlow } from "../runtime/tfjs/tensorflow.js";
import { norm } from "../vector/index.js";
import { type AdaptReport, type OperatingPoint, verdictOn } from "./adapt-report.js";
import { personPairs, type Shortfall, shortfalls } from "./data-needs.js";
import { type Comparisons, compareAll } from "./evaluation/comparisons.js";
import { fnmrAtFmr } from "./evaluation/fnmr-at-fmr.js";
import { comparePairedFnmr, type Estimate } from "./evaluation/person-bootstrap.js";
import { createLinearHead, type LinearHead, projected } from "./head/linear-head.js";
import { type EpochProgress, type HeadTrainingOptions, trainHead } from "./head/train-head.js";
import type { LabelledEmbedding } from "./labelled-embedding.js";
import type { Random } from "./random.js";
import { type Part, type PartSize, type PeopleSplit, sizeOf, splitPeople } from "./split-people.js";
import { mineBatchAll } from "./triplets/mine-batch-all.js";
import { mineBatchHard } from "./triplets/mine-batch-hard.js";
import { mineSemiHard } from "./triplets/mine-semi-hard.js";
import { meanLoss } from "./triplets/reducers.js";
import type { Miner } from "./triplets/triplets.js";

export const MININGS = ["batchAll", "batchHard", "semiHard"] as const;
export type Mining = (typeof MININGS)[number];

/** How the weights are found; see {@link HeadTrainingOptions}. */
export type TrainingSettings = Pick<
  HeadTrainingOptions,
  "margin" | "identityPull" | "learningRate" | "peoplePerBatch" | "photosPerPerson" | "maxEpochs" | "patience"
> & { readonly mining: Mining };

export const DEFAULT_TRAINING: TrainingSettings = {
  mining: "semiHard",
  margin: 0.2,
  identityPull: 0.01,
  learningRate: 1e-3,
  peoplePerBatch: 128,
  photosPerPerson: 4,
  maxEpochs: 100,
  patience: 20,
};

export interface AdaptOptions {
  /** Model that the embeddings come from. */
  readonly modelId: string;
  /** False match rate at which false non-matches are counted, in (0, 1): that of the policy the head would serve. */
  readonly targetFmr: number;
  /** 32-bit integer that decides the split of people, the batches and the resampling. */
  readonly seed: number;
  readonly settings?: Partial<TrainingSettings>;
  readonly onEpoch?: (progress: EpochProgress) => void;
}

export type AdaptOutcome =
  | {
      readonly kind: "tooLittleData";
      readonly parts: Readonly<Record<Part, PartSize>>;
      readonly shortfalls: readonly Shortfall[];
    }
  | { readonly kind: "trained"; readonly head: LinearHead; readonly report: AdaptReport };

/** Beyond so many people intervals hardly narrow while time and memory go on growing with the square. */
const SPLIT = { validationShare: 0.2, heldOutShare: 0.3, maxJudgedPeople: 1000 };
const REPLICATES = 2000;
const CONFIDENCE = 0.95;

/**
 * Learns a linear head on stored, labelled embeddings of one model, and measures on people held out of training whether it
 * is worth having. People, not photos, are split into three parts: training; validation, which decides when to stop;
 * held out, looked at once, after training. `report.verdict` says whether the head may be offered; a head that is not
 * offered comes back too, for inspection.
 *
 * Blocks its thread until done. `tf` is TensorFlow.js with a backend ready (CPU or WASM will do). The same embeddings,
 * options and backend give the same result, whatever the order in which people come. Throws a RangeError for options
 * out of range and for embeddings that differ in length or are not of unit length.
 */
export function adapt(tf: TensorFlow, embeddings: readonly LabelledEmbedding[], options: AdaptOptions): AdaptOutcome {
  const { modelId, targetFmr, seed, onEpoch } = options;
  const { mining, ...settings } = { ...DEFAULT_TRAINING, ...options.settings };
  assertUsable(embeddings, options);

  const { batching, resampling } = randomStreams(seed);
  const split = splitOf(embeddings, seed);
  const parts = {
    training: sizeOf(split.training),
    validation: sizeOf(split.validation),
    heldOut: sizeOf(split.heldOut),
  };
  const lacking = shortfalls(parts, targetFmr);
  if (lacking.length > 0) return { kind: "tooLittleData", parts, shortfalls: lacking };

  const { weights, bestEpoch, epochs } = trainHead(tf, split.training, {
    ...settings,
    mine: minerOf(mining, settings.margin, batching),
    reduce: meanLoss,
    random: batching,
    validate: (candidate) => fnmrAtFmr(compareAll(underHead(candidate, split.validation)), targetFmr).falseNonMatchRate,
    ...(onEpoch && { onEpoch }),
  });

  const head = createLinearHead(modelId, weights);
  const before = compareAll(split.heldOut);
  const after = compareAll(underHead(weights, split.heldOut));
  const fnmr = comparePairedFnmr(before, after, {
    targetFmr,
    replicates: REPLICATES,
    confidence: CONFIDENCE,
    random: resampling,
  });
  const pointOf = (id: string, comparisons: Comparisons, interval: Estimate): OperatingPoint => ({
    modelId: id,
    metric: "euclidean",
    ...fnmrAtFmr(comparisons, targetFmr),
    falseNonMatchRateInterval: interval,
  });
  return {
    kind: "trained",
    head,
    report: {
      seed,
      targetFmr,
      parts,
      heldOutPersonPairs: personPairs(parts.heldOut.people),
      epochs,
      bestEpoch,
      before: pointOf(modelId, before, fnmr.before),
      after: pointOf(head.modelId, after, fnmr.after),
      change: fnmr.change,
      confidence: CONFIDENCE,
      verdict: verdictOn(fnmr.change, bestEpoch),
    },
  };
}

/** The people that {@link adapt} would train on, validate with and hold out. */
export function splitOf(embeddings: readonly LabelledEmbedding[], seed: number): PeopleSplit {
  return splitPeople(embeddings, { ...SPLIT, random: randomStreams(seed).splitting });
}

/** A stream for each use, so that more draws for one do not move the others. */
function randomStreams(seed: number) {
  const root = seededRandom(seed);
  const [splitting, batching, resampling] = [root(), root(), root()].map((value) => seededRandom(value * 2 ** 32));
  return { splitting: splitting!, batching: batching!, resampling: resampling! };
}

function minerOf(mining: Mining, margin: number, random: Random): Miner {
  switch (mining) {
    case "batchAll":
      return mineBatchAll;
    case "batchHard":
      return mineBatchHard;
    case "semiHard":
      return (distances, labels) => mineSemiHard(distances, labels, { margin, random });
  }
}

function underHead(weights: Float32Array, embeddings: readonly LabelledEmbedding[]): LabelledEmbedding[] {
  return embeddings.map(({ personId, values }) => ({ personId, values: projected(weights, values) }));
}

function assertUsable(embeddings: readonly LabelledEmbedding[], { targetFmr, seed }: AdaptOptions): void {
  if (!(targetFmr > 0 && targetFmr < 1)) throw new RangeError(`a target FMR lies between 0 and 1, not at ${targetFmr}`);
  if (seed >>> 0 !== seed) throw new RangeError(`a seed is a 32-bit integer, not ${seed}`);
  const dimension = embeddings[0]?.values.length;
  for (const { values } of embeddings) {
    if (values.length !== dimension) {
      throw new RangeError(`embeddings differ in length: ${dimension} and ${values.length}`);
    }
    if (!(Math.abs(norm(values) - 1) < UNIT_TOLERANCE)) {
      throw new RangeError(`embeddings have unit length; one has ${norm(values)}`);
    }
  }
}

const UNIT_TOLERANCE = 1e-3;
