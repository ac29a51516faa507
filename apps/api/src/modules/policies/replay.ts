import { decideClaim, identify } from "facenet-core";
import type { AttemptDecision, DecidedAttempt } from "../attempts/attempts.port.js";

export interface Cuts {
  acceptDistance: number;
  reviewDistance: number;
  identifyDistance: number;
  ambiguityMargin: number;
  minQuality: number;
}

export interface DecisionChange {
  from: AttemptDecision;
  /** Null: refused because of its quality. */
  to: AttemptDecision | null;
  count: number;
}

/** What attempts of the past would have come to under other cuts, from the distances that were measured then. */
export function replay(
  attempts: readonly DecidedAttempt[],
  cuts: Cuts,
): { changed: number; changes: readonly DecisionChange[] } {
  const changes = new Map<string, DecisionChange>();
  for (const attempt of attempts) {
    const to = decisionUnder(attempt, cuts);
    if (to === attempt.decision) continue;
    const key = `${attempt.decision} ${to}`;
    const change = changes.get(key) ?? { from: attempt.decision, to, count: 0 };
    changes.set(key, { ...change, count: change.count + 1 });
  }
  const ordered = [...changes.values()].sort((a, b) => b.count - a.count);
  return { changed: ordered.reduce((sum, { count }) => sum + count, 0), changes: ordered };
}

function decisionUnder({ kind, qualityScore, distances }: DecidedAttempt, cuts: Cuts): AttemptDecision | null {
  if (qualityScore !== null && qualityScore < cuts.minQuality) return null;
  if (kind === "VERIFY") return decideClaim(distances[0] ?? Number.NaN, cuts);
  return identify(
    distances.map((distance) => ({ distance })),
    cuts,
  ).outcome;
}
