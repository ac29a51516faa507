import { describe, expect, it } from "vitest";
import { NO_COMPARISON } from "../../src/calibration/roc.js";
import { seededRandom } from "../../src/calibration/seeded-random.js";
import { euclidean } from "../../src/vector/index.js";
import { syntheticOutcomes } from "../report/synthetic-report.js";
import { ambiguityMargin, identification, type Search, searchAll } from "./identification.js";

const FPIR = 0.05;
const { dataset, outcomes } = syntheticOutcomes(1);
const embeddings = outcomes.map((outcome) => (outcome.kind === "embedding" ? outcome.embedding : undefined));
const personOf = dataset.images.map(({ person }) => person);
const searched = searchAll(embeddings, personOf);

const search = (ownDistance: number, nearestOther: number, nearer: number): Search => ({
  person: 0,
  ownDistance,
  nearestOther,
  nearer,
});

describe("searchAll", () => {
  it("ranks the whole gallery as sorting it does", () => {
    const gallery = personOf.flatMap((person, image) => (personOf.indexOf(person) === image ? [image] : []));
    const probes = personOf.flatMap((_, image) => (gallery.includes(image) ? [] : [image]));
    expect(searched.gallery).toBe(dataset.people);
    expect(searched.searches).toHaveLength(probes.length);
    probes.forEach((probe, at) => {
      const { nearer, ownDistance, nearestOther, person } = searched.searches[at]!;
      if (!embeddings[probe]) {
        expect({ nearer, ownDistance }).toEqual({ nearer: Number.POSITIVE_INFINITY, ownDistance: NO_COMPARISON });
        return;
      }
      const ranked = gallery
        .map((image) => ({ person: personOf[image]!, distance: euclidean(embeddings[probe]!, embeddings[image]!) }))
        .sort((a, b) => a.distance - b.distance);
      expect(nearer).toBe(ranked.findIndex((entry) => entry.person === person));
      expect(ownDistance).toBe(ranked[nearer]!.distance);
      expect(nearestOther).toBe(ranked.find((entry) => entry.person !== person)!.distance);
    });
  });

  it("enrols the first image that has an embedding", () => {
    const one = Float32Array.of(1, 0);
    const { gallery, searches } = searchAll([undefined, one, one, undefined], [0, 0, 0, 1]);
    expect(gallery).toBe(1);
    expect(searches.map(({ ownDistance }) => ownDistance)).toEqual([NO_COMPARISON, 0]);
  });
});

describe("identification", () => {
  const found = identification(searched, FPIR, { replicates: 100, random: seededRandom(1) })!;

  it("counts a search as right when nobody is nearer, and a probe without a face as wrong", () => {
    const { searches } = searched;
    expect(found.rank1.correct).toBe(searches.filter(({ nearer }) => nearer === 0).length);
    expect(found.rank5.correct).toBe(searches.filter(({ nearer }) => nearer < 5).length);
    expect(found.rank1.rate).toBe(found.rank1.correct / searches.length);
  });

  it("takes the largest cut that the false positive rate allows", () => {
    const { searches } = searched;
    const { threshold, falsePositives, misses, fnir, low, high } = found.openSet;
    const positives = (cut: number) => searches.filter(({ nearestOther }) => nearestOther <= cut).length;
    expect(positives(threshold)).toBe(falsePositives);
    expect(falsePositives).toBeLessThanOrEqual(FPIR * searches.length);
    const next = Math.min(...searches.map(({ nearestOther }) => nearestOther).filter((d) => d > threshold));
    expect(positives(next)).toBeGreaterThan(FPIR * searches.length);
    const hits = searches.filter(({ nearer, ownDistance }) => nearer === 0 && ownDistance <= threshold).length;
    expect(misses).toBe(searches.length - hits);
    expect(fnir).toBe(misses / searches.length);
    expect(low).toBeLessThanOrEqual(fnir);
    expect(high).toBeGreaterThanOrEqual(fnir);
  });

  it("has nothing to say where nobody has a second image", () => {
    const alone = searchAll([Float32Array.of(1)], [0]);
    expect(identification(alone, FPIR, { replicates: 1, random: Math.random })).toBeUndefined();
  });
});

describe("ambiguityMargin", () => {
  it("covers 95 % of the gaps between a wrong first and a right second", () => {
    const gaps = Array.from({ length: 20 }, (_, i) => search(0.5 + (i + 1) / 100, 0.5, 1));
    const others = [search(0.3, 0.5, 0), search(0.9, 0.2, 2), search(NO_COMPARISON, NO_COMPARISON, Infinity)];
    expect(ambiguityMargin([...others, ...gaps])).toMatchObject({ margin: 0.19, searches: 22 });
    expect(ambiguityMargin(others).margin).toBe(0);
  });
});
