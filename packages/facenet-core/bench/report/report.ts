import type { Interval } from "../../src/calibration/binomial-interval.js";
import type { CurvePoint } from "../../src/calibration/reference-curve.js";
import type { ErrorVersusDiscard } from "../metrics/error-versus-discard.js";
import type { AmbiguityMargin, Identification } from "../metrics/identification.js";
import type { ChangeOutcome } from "../metrics/self-test-changes.js";
import type { Machine } from "../speed/machine.js";
import type { SearchTime } from "../speed/search-times.js";
import type { Speed } from "../speed/speed.js";

/** The false match rates at which the report states what a threshold costs, as they are written in it. */
export const STATED_FMRS = { "1e-2": 1e-2, "1e-3": 1e-3, "1e-4": 1e-4 } as const;
export type StatedFmr = keyof typeof STATED_FMRS;

export interface FnmrAtFmr extends Interval {
  /** False non-match rate. */
  readonly value: number;
  readonly threshold: number;
  readonly falseMatches: number;
  readonly falseNonMatches: number;
  /** Whether there are impostor pairs enough for even one of them to match at this rate; where not, none does. */
  readonly supported: boolean;
}

/** Numbers of comparisons by distance, in equal bins from 0. */
export interface Distributions {
  readonly binWidth: number;
  readonly genuine: readonly number[];
  readonly impostor: readonly number[];
}

/** How well a model tells people apart. All rates are fractions of 1; intervals are 95 %, by resampling people. */
export interface Verification {
  readonly accuracy: { readonly mean: number; readonly sd: number; readonly perFold: readonly number[] };
  /** Over the listed pairs, as {@link eer} and {@link accuracy}. */
  readonly auc: number;
  readonly eer: number;
  readonly intervals: { readonly auc: Interval; readonly eer: Interval };
  /** Listed genuine pairs over all impostor pairs. */
  readonly fnmrAtFmr: Readonly<Record<StatedFmr, FnmrAtFmr>>;
  /** The same at finer steps, as far as the impostor pairs reach. */
  readonly curve: readonly CurvePoint[];
  readonly roc: readonly { readonly distance: number; readonly fmr: number; readonly fnmr: number }[];
  readonly distributions: Distributions;
  readonly errorVersusDiscard: ErrorVersusDiscard;
}

export interface Protocol {
  readonly dataset: string;
  readonly kind: "benchmark" | "self-test";
  /** Cut down with --quick: for a look, not for a comparison. */
  readonly quick: boolean;
  readonly folds: number;
  readonly genuinePairs: number;
  readonly impostorPairs: number;
  /** Pairs of images of different people that were compared. */
  readonly allImpostorPairs: number;
  /** Resamples behind each interval, and the seed of their random numbers. */
  readonly replicates: number;
  readonly seed: number;
  /** What a reader has to know to understand the figures. */
  readonly notes: readonly string[];
}

export interface BenchReport extends Verification {
  readonly format: "facenet-bench/1";
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  readonly protocol: Protocol;
  readonly model: { readonly id: string; readonly networks: Readonly<Record<string, string>> };
  readonly images: number;
  readonly people: number;
  /** Listed pairs. */
  readonly pairs: number;
  /** Share of the images without an embedding, and why. */
  readonly failureToAcquire: number;
  readonly failures: Readonly<Record<string, number>>;
  /** 1:K; absent where no person has two images. */
  readonly identification?: Identification;
  readonly ambiguity: AmbiguityMargin;
  /** In a self-test alone. */
  readonly changes?: readonly ChangeOutcome[];
  readonly speed: Speed;
  readonly search: readonly SearchTime[];
  readonly machine: Machine;
}

/** Nine digits are those of a float32: a threshold read back cuts where it did. */
export function reportJson(value: unknown): string {
  const short = (_: string, entry: unknown) =>
    typeof entry === "number" && !Number.isInteger(entry) ? Number(entry.toPrecision(9)) : entry;
  return `${JSON.stringify(value, short, 2)}\n`;
}
