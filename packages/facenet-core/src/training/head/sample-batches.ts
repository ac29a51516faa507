import { groupByPerson, type LabelledEmbedding } from "../labelled-embedding.js";
import { type Random, shuffled } from "../random.js";

export interface BatchOptions {
  readonly peoplePerBatch: number;
  /** Most photos of one person in a batch. A person with one photo serves as a negative. */
  readonly photosPerPerson: number;
  readonly random: Random;
}

/**
 * One epoch: everybody once, in random order and cut into batches of so many people, each with some of its photos at random.
 * The last batch may be smaller.
 */
export function sampleBatches(
  embeddings: readonly LabelledEmbedding[],
  { peoplePerBatch, photosPerPerson, random }: BatchOptions,
): LabelledEmbedding[][] {
  const people = shuffled([...groupByPerson(embeddings).values()], random);
  const batches: LabelledEmbedding[][] = [];
  for (let start = 0; start < people.length; start += peoplePerBatch) {
    const batch = people.slice(start, start + peoplePerBatch);
    batches.push(batch.flatMap((photos) => shuffled(photos, random).slice(0, photosPerPerson)));
  }
  return batches;
}
