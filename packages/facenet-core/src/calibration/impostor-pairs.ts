import { MAX_PAIRED, PairsByDistance, type SortedPairs } from "./pairs-by-distance.js";

/** One embedding a row, row-major [count x dimension], and whose it is. */
export interface TemplateRows {
  readonly dimension: number;
  readonly values: Float32Array;
  /** Person of each row, an index from 0. */
  readonly people: ArrayLike<number>;
}

/**
 * All comparisons of rows of different people. What decides about false matches is kept pair by pair; of the rest, the
 * counts: for 87 million pairs that is 80 MB instead of 700.
 */
export interface ImpostorPairs {
  /** Number of all pairs. */
  readonly count: number;
  /** The nearest pairs, ascending distance, with the rows that they compare. */
  readonly nearest: SortedPairs;
  /** Number of pairs by distance: {@link DISTANCE_BINS} equal bins over [0, 2], what lies beyond in the last one. */
  readonly histogram: Float64Array;
}

/** Bins of a distance histogram over [0, 2], the range between unit embeddings. */
export const DISTANCE_BINS = 4000;
const BINS_PER_UNIT = DISTANCE_BINS / 2;

/** The bin of a distance, so that bin b holds [b, b + 1) / 2000. */
export const distanceBin = (distance: number) => Math.min(DISTANCE_BINS - 1, Math.floor(distance * BINS_PER_UNIT));

/** How many of the nearest pairs are kept at least; all, where there are no more. */
export interface KeptPairs {
  /** Share of all pairs, 0..1: the largest false match rate that will be asked for, and some more where people are resampled. */
  readonly share: number;
  readonly pairs: number;
}

/**
 * Compares every two rows of different people, Euclidean.
 *
 * @throws RangeError for more than 65,536 rows, or where `values` does not hold them
 */
export function impostorPairs({ dimension, values, people }: TemplateRows, keep: KeptPairs): ImpostorPairs {
  if (people.length > MAX_PAIRED) throw new RangeError(`at most ${MAX_PAIRED} rows are compared, not ${people.length}`);
  if (values.length !== people.length * dimension) throw new RangeError("rows and their people differ in number");

  // Two passes rather than one list of everything: counting first tells how many pairs there will be to keep.
  const histogram = new Float64Array(DISTANCE_BINS);
  let count = 0;
  forEachPair(values, dimension, people, (distance) => {
    histogram[distanceBin(distance)]!++;
    count++;
  });
  const wanted = Math.min(count, Math.max(keep.pairs, keep.share * count));
  let bins = 0;
  let kept = 0;
  while (kept < wanted) kept += histogram[bins++]!;

  const nearest = new PairsByDistance(kept);
  forEachPair(values, dimension, people, (distance, first, second) => {
    if (distanceBin(distance) < bins) nearest.add(distance, first, second);
  });
  return { count, nearest: nearest.sortInPlace(), histogram };
}

function forEachPair(
  values: Float32Array,
  dimension: number,
  people: ArrayLike<number>,
  visit: (distance: number, first: number, second: number) => void,
): void {
  for (let a = 0; a < people.length; a++) {
    const person = people[a]!;
    const from = a * dimension;
    for (let b = a + 1; b < people.length; b++) {
      if (people[b] === person) continue;
      const other = b * dimension;
      let squared = 0;
      for (let d = 0; d < dimension; d++) {
        const difference = values[from + d]! - values[other + d]!;
        squared += difference * difference;
      }
      visit(Math.sqrt(squared), a, b);
    }
  }
}
