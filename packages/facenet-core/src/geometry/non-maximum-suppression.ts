import { type Box, intersectionOverSmaller, intersectionOverUnion } from "./box.js";

export interface ScoredBox {
  readonly box: Box;
  readonly score: number;
}

export interface SuppressionLimits {
  /** A weaker box that overlaps a kept one by more than this is the same object. */
  readonly maxIntersectionOverUnion: number;
  /** The same for a small box that lies inside a larger one (or around it), as happens across scales. */
  readonly maxIntersectionOverSmaller: number;
}

/** Greedy non-maximum suppression. Returns the kept boxes, best score first; the input is left alone. */
export function suppressNonMaxima<T extends ScoredBox>(boxes: readonly T[], limits: SuppressionLimits): T[] {
  const kept: T[] = [];
  for (const candidate of [...boxes].sort((a, b) => b.score - a.score)) {
    const repeats = kept.some(
      (strong) =>
        intersectionOverUnion(strong.box, candidate.box) > limits.maxIntersectionOverUnion ||
        intersectionOverSmaller(strong.box, candidate.box) > limits.maxIntersectionOverSmaller,
    );
    if (!repeats) kept.push(candidate);
  }
  return kept;
}
