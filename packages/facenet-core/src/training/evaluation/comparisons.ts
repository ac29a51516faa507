import { PairsByDistance, type SortedPairs } from "../../calibration/pairs-by-distance.js";
import { euclidean } from "../../vector/index.js";
import { groupByPerson, type LabelledEmbedding } from "../labelled-embedding.js";

/** Every comparison among the photos of some people. People are numbered in the order in which they first appear. */
export interface Comparisons {
  /** Photos of each person. */
  readonly photosOf: Int32Array;
  /** Two photos of one person. Entry i of each array belongs to comparison i. */
  readonly genuine: { readonly person: Int32Array; readonly distance: Float32Array };
  /** Photos of two people, ascending by distance. */
  readonly impostor: SortedPairs;
}

/** Euclidean distances of all pairs. Time and memory grow with the square of the number of photos, of which 65,535 fit. */
export function compareAll(embeddings: readonly LabelledEmbedding[]): Comparisons {
  const groups = [...groupByPerson(embeddings).values()];
  const photos = groups.flat();
  const personOf = Int32Array.from(groups.flatMap((own, person) => own.map(() => person)));
  if (photos.length > 0xffff) throw new RangeError(`${photos.length} photos are too many to compare all pairs`);

  const genuine = { person: [] as number[], distance: [] as number[] };
  const genuinePairs = groups.reduce((sum, own) => sum + (own.length * (own.length - 1)) / 2, 0);
  const impostor = new PairsByDistance((photos.length * (photos.length - 1)) / 2 - genuinePairs);
  for (let a = 0; a < photos.length; a++) {
    for (let b = a + 1; b < photos.length; b++) {
      const distance = euclidean(photos[a]!.values, photos[b]!.values);
      if (personOf[a] === personOf[b]) {
        genuine.person.push(personOf[a]!);
        genuine.distance.push(distance);
      } else impostor.add(distance, personOf[a]!, personOf[b]!);
    }
  }
  return {
    photosOf: Int32Array.from(groups, (own) => own.length),
    genuine: { person: Int32Array.from(genuine.person), distance: Float32Array.from(genuine.distance) },
    impostor: impostor.sortInPlace(),
  };
}
