import { describe, expect, it } from "vitest";
import { seededRandom } from "../calibration/seeded-random.js";
import { shortfalls } from "./data-needs.js";
import type { LabelledEmbedding } from "./labelled-embedding.js";
import { shuffled } from "./random.js";
import { type PartSize, sizeOf, splitPeople } from "./split-people.js";

/** 40 people with one photo, 60 with two to four. */
const embeddings: LabelledEmbedding[] = Array.from({ length: 100 }, (_, person) =>
  Array.from({ length: person < 40 ? 1 : 2 + (person % 3) }, () => ({
    personId: `person ${person}`,
    values: Float32Array.of(1, 0),
  })),
).flat();
const shares = { validationShare: 0.2, heldOutShare: 0.3, maxJudgedPeople: 1000 };
const peopleOf = (part: readonly LabelledEmbedding[]) => [...new Set(part.map(({ personId }) => personId))].sort();

describe("splitPeople", () => {
  const split = splitPeople(embeddings, { ...shares, random: seededRandom(1) });

  it("puts each person with all photos into one part", () => {
    const parts = [split.training, split.validation, split.heldOut];
    expect(parts.flatMap(peopleOf).sort()).toEqual(peopleOf(embeddings));
    expect(parts.flat()).toHaveLength(embeddings.length);
  });

  it("gives each part its share of people with one photo and with several", () => {
    expect(sizeOf(split.training)).toMatchObject({ people: 50, peopleWithSeveralPhotos: 30 });
    expect(sizeOf(split.validation)).toMatchObject({ people: 20, peopleWithSeveralPhotos: 12 });
    expect(sizeOf(split.heldOut)).toMatchObject({ people: 30, peopleWithSeveralPhotos: 18 });
  });

  it("follows the random numbers and not the order in which people come", () => {
    const other = shuffled(embeddings, seededRandom(9));
    const again = splitPeople(other, { ...shares, random: seededRandom(1) });
    expect(peopleOf(again.heldOut)).toEqual(peopleOf(split.heldOut));
    const anew = splitPeople(embeddings, { ...shares, random: seededRandom(2) });
    expect(peopleOf(anew.heldOut)).not.toEqual(peopleOf(split.heldOut));
  });

  it("leaves more people to training where the parts that are judged would grow too large", () => {
    const { training, validation, heldOut } = splitPeople(embeddings, {
      ...shares,
      maxJudgedPeople: 15,
      random: seededRandom(1),
    });
    expect([training, validation, heldOut].map((part) => sizeOf(part).people)).toEqual([75, 10, 15]);
  });

  it("splits nobody into nothing", () => {
    expect(splitPeople([], { ...shares, random: seededRandom(1) })).toEqual({
      training: [],
      validation: [],
      heldOut: [],
    });
  });
});

describe("shortfalls", () => {
  const size = (people: number, peopleWithSeveralPhotos: number): PartSize => ({
    people,
    peopleWithSeveralPhotos,
    photos: 2 * people,
  });
  const enough = { training: size(100, 30), validation: size(50, 20), heldOut: size(78, 30) };

  it("are none where the pairs of held-out people are three times the inverse of the target", () => {
    expect(shortfalls(enough, 1e-3)).toEqual([]);
  });

  it("say how many there are of how many", () => {
    expect(shortfalls({ ...enough, heldOut: size(77, 29) }, 1e-3)).toEqual([
      { part: "heldOut", of: "peopleWithSeveralPhotos", has: 29, needs: 30 },
      { part: "heldOut", of: "personPairs", has: 2926, needs: 3000 },
    ]);
    expect(shortfalls({ ...enough, training: size(100, 29), validation: size(50, 19) }, 1e-2)).toEqual([
      { part: "training", of: "peopleWithSeveralPhotos", has: 29, needs: 30 },
      { part: "validation", of: "peopleWithSeveralPhotos", has: 19, needs: 20 },
    ]);
  });
});
