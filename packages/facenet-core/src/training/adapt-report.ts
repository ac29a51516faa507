import type { ErrorRates } from "./evaluation/fnmr-at-fmr.js";
import type { Estimate } from "./evaluation/person-bootstrap.js";
import type { Part, PartSize } from "./split-people.js";

/** A cut and what it costs on the held-out people. It belongs to its model alone. */
export interface OperatingPoint extends ErrorRates {
  readonly modelId: string;
  readonly metric: "euclidean";
  /** Interval by resampling people. */
  readonly falseNonMatchRateInterval: Estimate;
}

/** Whether the head may be put before an operator. */
export type Verdict =
  | { readonly offered: true }
  | {
      readonly offered: false;
      /**
       * `noBetterEpoch`: no epoch was better on the validation people than no head at all. `withinInterval`: on the
       * held-out people the interval of the change reaches 0 or lies above it.
       */
      readonly reason: "noBetterEpoch" | "withinInterval";
    };

/** Everything that was decided and measured, plain enough for JSON. */
export interface AdaptReport {
  readonly seed: number;
  readonly targetFmr: number;
  readonly parts: Readonly<Record<Part, PartSize>>;
  /** Pairs of different held-out people: what the false match rate rests on. */
  readonly heldOutPersonPairs: number;
  readonly epochs: number;
  /** 0: the head is the identity. */
  readonly bestEpoch: number;
  readonly before: OperatingPoint;
  readonly after: OperatingPoint;
  /** False non-match rate after minus before, on the same people; below 0 is better. */
  readonly change: Estimate;
  /** Of the intervals, 0..1, two-sided. */
  readonly confidence: number;
  readonly verdict: Verdict;
}

/** A head is offered only if it is one, and the whole interval of the change lies below 0. */
export function verdictOn(change: Estimate, bestEpoch: number): Verdict {
  if (bestEpoch === 0) return { offered: false, reason: "noBetterEpoch" };
  return change.high < 0 ? { offered: true } : { offered: false, reason: "withinInterval" };
}
