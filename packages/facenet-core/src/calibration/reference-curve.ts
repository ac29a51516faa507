import { ModelMismatchError } from "../embedding/model-identity.js";
import type { MatchThresholds } from "../matching/thresholds.js";
import type { Interval } from "./binomial-interval.js";
import type { OperatingPoint } from "./fnmr-at-fmr.js";
import curve from "./reference-curve.json" with { type: "json" };

/** One point of a curve, with the 95 % interval of its false non-match rate by resampling people. */
export interface CurvePoint extends OperatingPoint, Interval {}

/** Distances against error rates on a public benchmark: where a site starts before it has data of its own. */
export interface ReferenceCurve {
  readonly modelId: string;
  readonly benchmark: string;
  readonly protocol: string;
  readonly people: number;
  readonly images: number;
  readonly impostorPairs: number;
  readonly genuinePairs: number;
  readonly points: readonly CurvePoint[];
  readonly ambiguity: { readonly margin: number; readonly basis: string; readonly searches: number };
}

export const referenceCurve: ReferenceCurve = curve;

export interface DefaultThresholds extends MatchThresholds {
  readonly acceptFmr: number;
  readonly reviewFmr: number;
  readonly identifyFmr: number;
  readonly provenance: string;
}

const ACCEPT_FMR = 1e-3;
const REVIEW_FMR = 1e-2;
const IDENTIFY_FMR = 1e-4;

/** The cuts of a new site, read off the model's reference curve. Throws for a model without one. */
export function defaultThresholds(modelId: string): DefaultThresholds {
  if (modelId !== referenceCurve.modelId) throw new ModelMismatchError(referenceCurve.modelId, modelId);
  const { benchmark, impostorPairs, people, ambiguity } = referenceCurve;
  return {
    modelId,
    acceptDistance: distanceAt(ACCEPT_FMR),
    reviewDistance: distanceAt(REVIEW_FMR),
    identifyDistance: distanceAt(IDENTIFY_FMR),
    ambiguityMargin: ambiguity.margin,
    acceptFmr: ACCEPT_FMR,
    reviewFmr: REVIEW_FMR,
    identifyFmr: IDENTIFY_FMR,
    provenance: `reference curve: ${benchmark}, ${impostorPairs} impostor pairs of ${people} people`,
  };
}

function distanceAt(fmr: number): number {
  const point = referenceCurve.points.find((candidate) => candidate.fmr === fmr);
  if (!point) throw new RangeError(`the reference curve has no point at FMR ${fmr}`);
  return point.distance;
}
