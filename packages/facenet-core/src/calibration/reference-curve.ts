import type { MatchThresholds } from "../matching/thresholds.js";
import type { Interval } from "./binomial-interval.js";
import type { OperatingPoint } from "./fnmr-at-fmr.js";
import accurate from "./reference-curves/accurate.json" with { type: "json" };
import fast from "./reference-curves/fast.json" with { type: "json" };
import standard from "./reference-curves/standard.json" with { type: "json" };

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

/** Those of the built-in models, by their ids. */
export const REFERENCE_CURVES: ReadonlyMap<string, ReferenceCurve> = new Map(
  [fast, standard, accurate].map((curve) => [curve.modelId, curve]),
);

/** A model without a reference curve decides nothing. */
export class NoReferenceCurveError extends Error {
  override readonly name = "NoReferenceCurveError";

  constructor(modelId: string) {
    super(`the model ${modelId} has no reference curve`);
  }
}

export interface DefaultThresholds extends MatchThresholds {
  readonly acceptFmr: number;
  readonly reviewFmr: number;
  readonly identifyFmr: number;
  readonly provenance: string;
}

const ACCEPT_FMR = 1e-3;
const REVIEW_FMR = 1e-2;
const IDENTIFY_FMR = 1e-4;

/**
 * The cuts of a new site, read off the model's reference curve.
 * @param curve that of a model of one's own, as `npm run bench -- --write-curve` makes it
 * @throws NoReferenceCurveError, RangeError for one that does not reach far enough
 */
export function defaultThresholds(
  modelId: string,
  curve: ReferenceCurve | undefined = REFERENCE_CURVES.get(modelId),
): DefaultThresholds {
  if (curve?.modelId !== modelId) throw new NoReferenceCurveError(modelId);
  const { benchmark, impostorPairs, people, ambiguity } = curve;
  const distanceAt = (fmr: number) => {
    const point = curve.points.find((candidate) => candidate.fmr === fmr);
    if (!point) throw new RangeError(`the reference curve has no point at FMR ${fmr}`);
    return point.distance;
  };
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
