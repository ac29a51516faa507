import type { DistanceMatrix } from "./distance-matrix.js";
import { assertMinable, type Labels, TripletList, type Triplets } from "./triplets.js";

/**
 * Every valid triplet of the batch ("batch all" of Hermans et al., 2017, In Defense of the Triplet Loss). With p photos of
 * each of q people that is q p (p - 1) (q - 1) p of them.
 */
export function mineBatchAll(distances: DistanceMatrix, labels: Labels): Triplets {
  assertMinable(distances, labels);
  const triplets = new TripletList();
  for (let anchor = 0; anchor < labels.length; anchor++) {
    for (let positive = 0; positive < labels.length; positive++) {
      if (positive === anchor || labels[positive] !== labels[anchor]) continue;
      for (let negative = 0; negative < labels.length; negative++) {
        if (labels[negative] !== labels[anchor]) triplets.add(anchor, positive, negative);
      }
    }
  }
  return triplets.toTriplets();
}
