import type { DistanceMatrix } from "./distance-matrix.js";

/** Who is on each row of a batch. Equal labels are one person. */
export type Labels = readonly (string | number)[];

/**
 * Triplets as rows of a batch; entry i of each array belongs to triplet i. Anchor and positive are two rows of one person,
 * the negative is a row of another.
 */
export interface Triplets {
  readonly anchors: Int32Array;
  readonly positives: Int32Array;
  readonly negatives: Int32Array;
}

/** Chooses the triplets that a batch is worth. A batch without a valid triplet gives none; that is no error. */
export type Miner = (distances: DistanceMatrix, labels: Labels) => Triplets;

/** Grows a list of triplets. */
export class TripletList {
  readonly #anchors: number[] = [];
  readonly #positives: number[] = [];
  readonly #negatives: number[] = [];

  add(anchor: number, positive: number, negative: number): void {
    this.#anchors.push(anchor);
    this.#positives.push(positive);
    this.#negatives.push(negative);
  }

  toTriplets(): Triplets {
    return {
      anchors: Int32Array.from(this.#anchors),
      positives: Int32Array.from(this.#positives),
      negatives: Int32Array.from(this.#negatives),
    };
  }
}

/** Throws unless there is one label for each row and one distance for each pair of rows. */
export function assertMinable(distances: DistanceMatrix, labels: Labels): void {
  if (labels.length !== distances.count) {
    throw new RangeError(`${labels.length} labels for a batch of ${distances.count} rows`);
  }
  if (distances.values.length !== distances.count ** 2) {
    throw new RangeError(`${distances.values.length} distances for ${distances.count} x ${distances.count} pairs`);
  }
}
