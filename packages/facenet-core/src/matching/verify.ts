import { type Embedding, ModelMismatchError } from "../embedding/model-identity.js";
import { euclidean } from "../vector/index.js";
import type { MatchThresholds } from "./thresholds.js";

export interface StoredTemplate {
  readonly templateId: string;
  readonly personId: string;
  readonly modelId: string;
  /** Unit L2 norm. */
  readonly vector: Float32Array;
}

export type VerifyOutcome =
  | { readonly decision: "ACCEPT" | "REVIEW" | "REJECT"; readonly distance: number; readonly templateId: string }
  | { readonly decision: "NO_TEMPLATES" };

/**
 * 1:1 decision: the probe against the nearest of the claimed person's templates. Templates of other models do not take
 * part; without any of the probe's model there is nothing to decide on, which is never an acceptance.
 */
export function verifyAgainst(
  probe: Embedding,
  templates: readonly StoredTemplate[],
  thresholds: MatchThresholds,
): VerifyOutcome {
  if (probe.modelId !== thresholds.modelId) throw new ModelMismatchError(thresholds.modelId, probe.modelId);
  let best: { distance: number; templateId: string } | undefined;
  for (const { modelId, templateId, vector } of templates) {
    if (modelId !== probe.modelId) continue;
    const distance = euclidean(probe.values, vector);
    if (!best || distance < best.distance) best = { distance, templateId };
  }
  if (!best) return { decision: "NO_TEMPLATES" };
  return { decision: decideClaim(best.distance, thresholds), ...best };
}

/** The decision alone, for a distance that is known. One that is not a number compares false with everything: REJECT. */
export function decideClaim(
  distance: number,
  { acceptDistance, reviewDistance }: Pick<MatchThresholds, "acceptDistance" | "reviewDistance">,
): "ACCEPT" | "REVIEW" | "REJECT" {
  if (distance <= acceptDistance) return "ACCEPT";
  if (distance <= reviewDistance) return "REVIEW";
  return "REJECT";
}
