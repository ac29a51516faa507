export interface ScoredPair {
  /** undefined: one of the two images gave no embedding. */
  readonly distance: number | undefined;
  readonly genuine: boolean;
  readonly fold: number;
}

const correct = (pair: ScoredPair, threshold: number) =>
  pair.distance !== undefined && pair.distance <= threshold === pair.genuine;

/**
 * Accuracy under the official protocol: the threshold that is best on the other folds judges each fold. Every pair
 * counts; a pair without two faces is an error whatever its class.
 */
export function kFoldAccuracy(pairs: readonly ScoredPair[], folds: number) {
  const perFold = Array.from({ length: folds }, (_, fold) => {
    const threshold = bestThreshold(pairs.filter((pair) => pair.fold !== fold));
    const judged = pairs.filter((pair) => pair.fold === fold);
    return { threshold, accuracy: judged.filter((pair) => correct(pair, threshold)).length / judged.length };
  });
  const mean = perFold.reduce((sum, { accuracy }) => sum + accuracy, 0) / folds;
  const sd = Math.sqrt(perFold.reduce((sum, { accuracy }) => sum + (accuracy - mean) ** 2, 0) / Math.max(1, folds - 1));
  return { mean, sd, perFold };
}

function bestThreshold(pairs: readonly ScoredPair[]): number {
  const sorted = pairs.filter((pair) => pair.distance !== undefined).sort((a, b) => a.distance! - b.distance!);
  let right = sorted.filter((pair) => !pair.genuine).length;
  let best = { right, threshold: -1 };
  sorted.forEach((pair, i) => {
    right += pair.genuine ? 1 : -1;
    const next = sorted[i + 1]?.distance ?? pair.distance!;
    if (right > best.right && next > pair.distance!) best = { right, threshold: (pair.distance! + next) / 2 };
  });
  return best.threshold;
}

/** The largest of `impostors` (ascending) at which at most `fmr` of them match, and how many do. */
export function distanceAtFmr(impostors: Float32Array, fmr: number): { distance: number; falseMatches: number } {
  const allowed = Math.floor(fmr * impostors.length);
  // One step below the first impostor that must not match; ties would otherwise slip through.
  const first = impostors[allowed]!;
  let falseMatches = allowed;
  while (falseMatches > 0 && impostors[falseMatches - 1] === first) falseMatches--;
  return { distance: falseMatches === 0 ? first / 2 : impostors[falseMatches - 1]!, falseMatches };
}

/** Genuine comparisons beyond `distance`; those without two faces count as beyond. */
export function falseNonMatches(genuine: readonly (number | undefined)[], distance: number): number {
  return genuine.filter((value) => value === undefined || value > distance).length;
}

export function equalErrorRate(genuine: Float32Array, impostors: Float32Array): number {
  let g = genuine.length;
  let i = 0;
  while (i < impostors.length) {
    const distance = impostors[i]!;
    while (g > 0 && genuine[genuine.length - g]! <= distance) g--;
    if (g / genuine.length <= (i + 1) / impostors.length) return (g / genuine.length + (i + 1) / impostors.length) / 2;
    i++;
  }
  return 0;
}

/** Clopper-Pearson 95 % interval of `errors` in `trials`, by bisection on the binomial tail. */
export function clopperPearson(errors: number, trials: number): readonly [number, number] {
  const solve = (target: number, tail: (p: number) => number) => {
    let low = 0;
    let high = 1;
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (tail(middle) < target) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  const atLeast = (k: number, p: number) => 1 - cumulative(k - 1, trials, p);
  const lower = errors === 0 ? 0 : solve(0.025, (p) => atLeast(errors, p));
  const upper = errors === trials ? 1 : solve(0.975, (p) => 1 - cumulative(errors, trials, p));
  return [lower, upper];
}

function cumulative(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (p <= 0) return 1;
  if (p >= 1) return k >= n ? 1 : 0;
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
