import type { MatchThresholds } from "./thresholds.js";

/** A person found in a gallery, by the nearest of their templates. */
export interface Candidate {
  readonly personId: string;
  readonly templateId: string;
  readonly distance: number;
}

export type IdentifyOutcome = "IDENTIFIED" | "UNKNOWN" | "AMBIGUOUS";

/**
 * 1:K decision over candidates in ascending order of distance. Nobody within the cut is UNKNOWN; two people within it
 * closer together than the margin are AMBIGUOUS.
 */
export function identify(
  candidates: readonly Pick<Candidate, "distance">[],
  { identifyDistance, ambiguityMargin }: Pick<MatchThresholds, "identifyDistance" | "ambiguityMargin">,
): { readonly outcome: IdentifyOutcome } {
  const [first, second] = candidates;
  if (!first || !(first.distance <= identifyDistance)) return { outcome: "UNKNOWN" };
  const rivals = second && second.distance <= identifyDistance && second.distance - first.distance < ambiguityMargin;
  return { outcome: rivals ? "AMBIGUOUS" : "IDENTIFIED" };
}
