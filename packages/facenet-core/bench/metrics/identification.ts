import type { Interval } from "../../src/calibration/binomial-interval.js";
import { type BootstrapOptions, drawPeople } from "../../src/calibration/people-bootstrap.js";
import { middle95InPlace } from "../../src/calibration/quantile.js";
import { NO_COMPARISON } from "../../src/calibration/roc.js";
import { euclidean } from "../../src/vector/index.js";

/** One probe against a gallery of one image a person, the probe's own person among them. */
export interface Search {
  readonly person: number;
  /** To the probe's own person; NO_COMPARISON where the probe has no face. */
  readonly ownDistance: number;
  /** To the nearest other person: what the search would have found, had the own person not been enrolled. */
  readonly nearestOther: number;
  /** Other people nearer than the own one; Infinity where the probe has no face. */
  readonly nearer: number;
}

export interface Identification {
  /** People enrolled with one image each. */
  readonly gallery: number;
  readonly searches: number;
  /** Closed set, the person is always enrolled: how often the first is the right one, and how often it is among five. */
  readonly rank1: { readonly rate: number; readonly correct: number };
  readonly rank5: { readonly rate: number; readonly correct: number };
  /** Open set: at the largest cut that lets at most `fpir` of the searches for somebody not enrolled find anybody. */
  readonly openSet: {
    readonly fpir: number;
    readonly threshold: number;
    readonly falsePositives: number;
    /** Share of the searches for somebody enrolled whose first candidate within the cut is not that person. */
    readonly fnir: number;
    readonly misses: number;
  } & Interval;
}

/**
 * Searches with every image but the first usable one of each person, which is the gallery. A probe without a face is a
 * search that found nobody.
 *
 * @param embeddings of each image; undefined where there is none
 * @param personOf person of each image
 */
export function searchAll(embeddings: readonly (Float32Array | undefined)[], personOf: readonly number[]) {
  const galleryImage = new Map<number, number>();
  personOf.forEach((person, image) => {
    if (!galleryImage.has(person) && embeddings[image]) galleryImage.set(person, image);
  });
  const gallery = [...galleryImage];
  const searches: Search[] = [];
  personOf.forEach((person, image) => {
    const own = galleryImage.get(person);
    if (own === undefined || own === image) return;
    const probe = embeddings[image];
    if (!probe) {
      searches.push({
        person,
        ownDistance: NO_COMPARISON,
        nearestOther: NO_COMPARISON,
        nearer: Number.POSITIVE_INFINITY,
      });
      return;
    }
    const ownDistance = euclidean(probe, embeddings[own]!);
    let nearestOther = NO_COMPARISON;
    let nearer = 0;
    for (const [other, template] of gallery) {
      if (other === person) continue;
      const distance = euclidean(probe, embeddings[template]!);
      if (distance < nearestOther) nearestOther = distance;
      if (distance < ownDistance) nearer++;
    }
    searches.push({ person, ownDistance, nearestOther, nearer });
  });
  return { gallery: gallery.length, searches };
}

/** Undefined where no person has a second image. The gallery stays as it is when people are resampled. */
export function identification(
  { gallery, searches }: ReturnType<typeof searchAll>,
  fpir: number,
  { replicates, random }: BootstrapOptions,
): Identification | undefined {
  if (searches.length === 0) return undefined;
  const within = (rank: number) => {
    const correct = searches.filter(({ nearer }) => nearer < rank).length;
    return { rate: correct / searches.length, correct };
  };
  const byOther = searches
    .filter(({ nearestOther }) => nearestOther !== NO_COMPARISON)
    .sort((a, b) => a.nearestOther - b.nearestOther);
  const measured = openSet(searches, byOther, fpir, () => 1);
  const people = [...new Set(searches.map(({ person }) => person))];
  const indexOf = new Map(people.map((person, index) => [person, index]));
  const rates = Float64Array.from({ length: replicates }, () => {
    const copies = drawPeople(people.length, random);
    return openSet(searches, byOther, fpir, ({ person }) => copies[indexOf.get(person)!]!).fnir;
  });
  return {
    gallery,
    searches: searches.length,
    rank1: within(1),
    rank5: within(5),
    openSet: { fpir, ...measured, ...middle95InPlace(rates) },
  };
}

/** @param byOther the searches that found somebody, by ascending distance to the nearest other person */
function openSet(
  searches: readonly Search[],
  byOther: readonly Search[],
  fpir: number,
  weight: (search: Search) => number,
) {
  const total = searches.reduce((sum, search) => sum + weight(search), 0);
  const allowed = Math.floor(fpir * total);
  let falsePositives = 0;
  let threshold = -1;
  for (let i = 0; i < byOther.length; ) {
    const distance = byOther[i]!.nearestOther;
    let here = 0;
    for (; i < byOther.length && byOther[i]!.nearestOther === distance; i++) here += weight(byOther[i]!);
    if (falsePositives + here > allowed) {
      // Where nobody may be found by mistake, the cut is just under the nearest mistake.
      if (threshold < 0) threshold = distance * (1 - Number.EPSILON);
      break;
    }
    falsePositives += here;
    if (here > 0) threshold = distance;
  }
  const misses = searches.reduce(
    (sum, search) => sum + (search.nearer === 0 && search.ownDistance <= threshold ? 0 : weight(search)),
    0,
  );
  return { threshold, falsePositives, fnir: misses / total, misses };
}

/** How far chance can turn the order of two people, and the searches behind it. */
export interface AmbiguityMargin {
  readonly margin: number;
  readonly basis: string;
  readonly searches: number;
}

/**
 * Where a wrong person comes first and the right one second, the gap between them is how far chance can turn the order;
 * the margin covers 95 % of such gaps. 0 where there was none.
 */
export function ambiguityMargin(searches: readonly Search[]): AmbiguityMargin {
  const gaps = searches
    .filter(({ nearer }) => nearer === 1)
    .map(({ ownDistance, nearestOther }) => ownDistance - nearestOther)
    .sort((a, b) => a - b);
  const margin = gaps[Math.ceil(0.95 * gaps.length) - 1] ?? 0;
  return {
    margin: Number(margin.toFixed(4)),
    basis: `covers 95 % of the ${gaps.length} gaps between a wrong first and a right second person`,
    searches: searches.filter(({ ownDistance }) => ownDistance !== NO_COMPARISON).length,
  };
}
