import { NO_COMPARISON } from "../../src/calibration/roc.js";

export interface JudgedPair {
  /** NO_COMPARISON: one of the two images gave no embedding. */
  readonly distance: number;
  readonly genuine: boolean;
  readonly fold: number;
}

export interface KFoldAccuracy {
  /** Fractions of 1. */
  readonly mean: number;
  /** Standard deviation over the folds. */
  readonly sd: number;
  readonly perFold: readonly { readonly threshold: number; readonly accuracy: number }[];
}

const correct = ({ distance, genuine }: JudgedPair, threshold: number) =>
  distance !== NO_COMPARISON && distance <= threshold === genuine;

/**
 * Accuracy under LFW's protocol: the threshold that is best on the other folds judges each fold. Every pair counts; one
 * without two faces is an error whatever its class.
 */
export function kFoldAccuracy(pairs: readonly JudgedPair[], folds: number): KFoldAccuracy {
  const perFold = Array.from({ length: folds }, (_, fold) => {
    const others = pairs.filter((pair) => pair.fold !== fold);
    // With a single fold there is nothing else to choose the threshold on, and the figure flatters.
    const threshold = bestThreshold(others.length > 0 ? others : pairs);
    const judged = pairs.filter((pair) => pair.fold === fold);
    return { threshold, accuracy: judged.filter((pair) => correct(pair, threshold)).length / judged.length };
  });
  const mean = perFold.reduce((sum, { accuracy }) => sum + accuracy, 0) / folds;
  const squares = perFold.reduce((sum, { accuracy }) => sum + (accuracy - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, folds - 1)), perFold };
}

/** Share of all pairs that the threshold best for them judges right: what is left when a threshold fits perfectly. */
export function bestAccuracy(pairs: readonly JudgedPair[]): { threshold: number; accuracy: number } {
  const threshold = bestThreshold(pairs);
  return { threshold, accuracy: pairs.filter((pair) => correct(pair, threshold)).length / pairs.length };
}

/** The threshold, in the middle between two distances, that judges most pairs right. */
function bestThreshold(pairs: readonly JudgedPair[]): number {
  const ascending = pairs.filter(({ distance }) => distance !== NO_COMPARISON).sort((a, b) => a.distance - b.distance);
  let right = ascending.filter(({ genuine }) => !genuine).length;
  let best = { right, threshold: -1 };
  ascending.forEach(({ distance, genuine }, i) => {
    right += genuine ? 1 : -1;
    const next = ascending[i + 1]?.distance;
    if (right > best.right && next !== distance) best = { right, threshold: (distance + (next ?? distance)) / 2 };
  });
  return best.threshold;
}
