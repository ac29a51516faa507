import { NO_COMPARISON } from "../../src/calibration/roc.js";
import { euclidean } from "../../src/vector/index.js";
import type { Dataset } from "../data/dataset.js";
import type { CachedOutcome } from "../embedding/embedding-cache.js";

/** What became of the faces of a self-test when their photos were changed in one way. */
export interface ChangeOutcome {
  readonly change: string;
  readonly faces: number;
  readonly found: number;
  /** To the unchanged photo; where less than half of the faces was found, none. */
  readonly medianDistance?: number;
}

/** One line a change, the unchanged photos first. The first image of each person is the unchanged one. */
export function changeOutcomes({ images }: Dataset, outcomes: readonly CachedOutcome[]): ChangeOutcome[] {
  const unchanged = new Map<number, CachedOutcome>();
  const distances = new Map<string, number[]>();
  images.forEach(({ person, variant = "" }, image) => {
    const outcome = outcomes[image]!;
    const original = unchanged.get(person) ?? outcome;
    unchanged.set(person, original);
    const comparable = outcome.kind === "embedding" && original.kind === "embedding";
    const distance = comparable ? euclidean(original.embedding, outcome.embedding) : NO_COMPARISON;
    distances.set(variant, [...(distances.get(variant) ?? []), distance]);
  });
  return [...distances].map(([change, all]) => {
    const ascending = [...all].sort((a, b) => (a < b ? -1 : 1));
    const median = ascending[(ascending.length - 1) >> 1]!;
    return {
      change,
      faces: all.length,
      found: all.filter((distance) => distance !== NO_COMPARISON).length,
      ...(median === NO_COMPARISON ? {} : { medianDistance: median }),
    };
  });
}
