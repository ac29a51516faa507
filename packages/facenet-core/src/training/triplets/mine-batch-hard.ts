import type { DistanceMatrix } from "./distance-matrix.js";
import { assertMinable, type Labels, TripletList, type Triplets } from "./triplets.js";

/**
 * For each anchor its farthest positive and its nearest negative ("batch hard" of Hermans et al., 2017). An anchor that has
 * no positive or no negative in the batch is left out; of equals the first row is taken.
 */
export function mineBatchHard(distances: DistanceMatrix, labels: Labels): Triplets {
  assertMinable(distances, labels);
  const triplets = new TripletList();
  const { count, values } = distances;
  for (let anchor = 0; anchor < count; anchor++) {
    let positive = -1;
    let negative = -1;
    for (let other = 0; other < count; other++) {
      if (other === anchor) continue;
      const distance = values[anchor * count + other]!;
      if (labels[other] === labels[anchor]) {
        if (positive < 0 || distance > values[anchor * count + positive]!) positive = other;
      } else if (negative < 0 || distance < values[anchor * count + negative]!) negative = other;
    }
    if (positive >= 0 && negative >= 0) triplets.add(anchor, positive, negative);
  }
  return triplets.toTriplets();
}
