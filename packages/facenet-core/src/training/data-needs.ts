import type { Part, PartSize } from "./split-people.js";

/** One thing of which there is too little: `has` of `needs`. */
export interface Shortfall {
  readonly part: Part;
  readonly of: "peopleWithSeveralPhotos" | "personPairs";
  readonly has: number;
  readonly needs: number;
}

/**
 * A judgement, not a theorem: below it the matrix fits single people, and percentile intervals by resampling people are
 * too narrow to be believed.
 */
const PEOPLE_WITH_SEVERAL_PHOTOS: Readonly<Record<Part, number>> = { training: 30, validation: 20, heldOut: 30 };

/** Without an error in n independent trials the rate is below 3 / n at 95 % ("rule of three", Hanley and Lippman-Hand, 1983). */
const TRIALS_TIMES_RATE = 3;

/** Pairs of different people among `people`. */
export function personPairs(people: number): number {
  return (people * (people - 1)) / 2;
}

/** What the parts lack to train a head and to judge it at the target; empty when nothing. */
export function shortfalls(parts: Readonly<Record<Part, PartSize>>, targetFmr: number): Shortfall[] {
  const needs: Shortfall[] = (["training", "validation", "heldOut"] as const).map((part) => ({
    part,
    of: "peopleWithSeveralPhotos",
    has: parts[part].peopleWithSeveralPhotos,
    needs: PEOPLE_WITH_SEVERAL_PHOTOS[part],
  }));
  needs.push({
    part: "heldOut",
    of: "personPairs",
    has: personPairs(parts.heldOut.people),
    needs: Math.ceil(TRIALS_TIMES_RATE / targetFmr),
  });
  return needs.filter(({ has, needs }) => has < needs);
}
