import { groupByPerson, type LabelledEmbedding } from "./labelled-embedding.js";
import { type Random, shuffled } from "./random.js";

export type Part = "training" | "validation" | "heldOut";

/** Who is in which part. No person is in two, so that no part is judged on people whom another has seen. */
export type PeopleSplit = Readonly<Record<Part, readonly LabelledEmbedding[]>>;

export interface SplitOptions {
  /** Share of the people, 0..1. What validation and held-out people leave over is trained on. */
  readonly validationShare: number;
  readonly heldOutShare: number;
  /** Most people in each of these two; their pairs grow with the square of their number. */
  readonly maxJudgedPeople: number;
  readonly random: Random;
}

/**
 * Deals people, not photos, into three parts at random. People with several photos and people with one are dealt apart, so
 * that each part has its share of both.
 */
export function splitPeople(
  embeddings: readonly LabelledEmbedding[],
  { validationShare, heldOutShare, maxJudgedPeople, random }: SplitOptions,
): PeopleSplit {
  // Sorted, so that it does not matter in which order a database returns people.
  const groups = [...groupByPerson(embeddings)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, photos]) => photos);
  const scale = Math.min(1, maxJudgedPeople / (Math.max(validationShare, heldOutShare) * groups.length));
  const split: Record<Part, LabelledEmbedding[]> = { training: [], validation: [], heldOut: [] };
  for (const several of [true, false]) {
    const dealt = shuffled(
      groups.filter((photos) => photos.length > 1 === several),
      random,
    );
    const heldOut = Math.round(heldOutShare * scale * dealt.length);
    const validation = Math.round(validationShare * scale * dealt.length);
    dealt.forEach((photos, i) => {
      const part = i < heldOut ? "heldOut" : i < heldOut + validation ? "validation" : "training";
      split[part].push(...photos);
    });
  }
  return split;
}

export interface PartSize {
  readonly people: number;
  /** People with two photos or more: only they have genuine comparisons. */
  readonly peopleWithSeveralPhotos: number;
  readonly photos: number;
}

export function sizeOf(part: readonly LabelledEmbedding[]): PartSize {
  const groups = [...groupByPerson(part).values()];
  return {
    people: groups.length,
    peopleWithSeveralPhotos: groups.filter((photos) => photos.length > 1).length,
    photos: part.length,
  };
}
