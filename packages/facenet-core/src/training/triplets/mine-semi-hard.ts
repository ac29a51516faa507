import { type Random, randomIndex } from "../random.js";
import type { DistanceMatrix } from "./distance-matrix.js";
import { assertMinable, type Labels, TripletList, type Triplets } from "./triplets.js";

export interface SemiHardOptions {
  /** In squared Euclidean distance, above 0; the margin of the loss. */
  readonly margin: number;
  readonly random: Random;
}

/**
 * For each pair of anchor and positive one negative that lies farther from the anchor than the positive does, but by less
 * than the margin, drawn at random among them (Schroff et al., 2015, FaceNet, section 3.2). The hardest negatives are
 * often mislabelled or bad photos and can make all embeddings collapse into one; these do not. A pair without such a
 * negative is left out.
 */
export function mineSemiHard(distances: DistanceMatrix, labels: Labels, { margin, random }: SemiHardOptions): Triplets {
  assertMinable(distances, labels);
  if (!(margin > 0)) throw new RangeError(`nothing is semi-hard with a margin of ${margin}`);
  const triplets = new TripletList();
  const { count, values } = distances;
  for (let anchor = 0; anchor < count; anchor++) {
    for (let positive = 0; positive < count; positive++) {
      if (positive === anchor || labels[positive] !== labels[anchor]) continue;
      const nearest = values[anchor * count + positive]!;
      const semiHard: number[] = [];
      for (let negative = 0; negative < count; negative++) {
        const distance = values[anchor * count + negative]!;
        if (labels[negative] !== labels[anchor] && distance > nearest && distance < nearest + margin) {
          semiHard.push(negative);
        }
      }
      if (semiHard.length > 0) triplets.add(anchor, positive, semiHard[randomIndex(semiHard.length, random)]!);
    }
  }
  return triplets.toTriplets();
}
