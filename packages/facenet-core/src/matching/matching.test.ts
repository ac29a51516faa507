import { describe, expect, it } from "vitest";
import { ModelMismatchError } from "../embedding/model-identity.js";
import { euclidean, normalized } from "../vector/index.js";
import { ExactGallery, identify, type MatchThresholds, verifyAgainst } from "./index.js";

const MODEL = "test-model";
const thresholds: MatchThresholds = {
  modelId: MODEL,
  acceptDistance: 0.3,
  reviewDistance: 0.4,
  identifyDistance: 0.35,
  ambiguityMargin: 0.05,
};

/** A point of the unit circle at the chord `distance` from (1, 0). */
function at(distance: number): Float32Array {
  const angle = 2 * Math.asin(distance / 2);
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
}
const probe = { modelId: MODEL, values: Float32Array.of(1, 0) };
const template = (distance: number, templateId = "t") => ({
  templateId,
  personId: "p",
  modelId: MODEL,
  vector: at(distance),
});

describe("verifyAgainst", () => {
  it.each([
    [0.299, "ACCEPT"],
    [0.301, "REVIEW"],
    [0.399, "REVIEW"],
    [0.401, "REJECT"],
  ])("decides %s as %s", (distance, decision) => {
    expect(verifyAgainst(probe, [template(distance)], thresholds)).toMatchObject({ decision });
  });

  it("accepts a distance equal to the threshold", () => {
    const exact = euclidean(probe.values, at(0.3));
    expect(verifyAgainst(probe, [template(0.3)], { ...thresholds, acceptDistance: exact })).toMatchObject({
      decision: "ACCEPT",
      distance: exact,
    });
  });

  it("takes the nearest of a person's templates", () => {
    const outcome = verifyAgainst(
      probe,
      [template(0.9, "far"), template(0.1, "near"), template(0.5, "middle")],
      thresholds,
    );
    expect(outcome).toMatchObject({ decision: "ACCEPT", templateId: "near" });
  });

  it("never decides on templates of another model, or on none", () => {
    expect(verifyAgainst(probe, [{ ...template(0), modelId: "other" }], thresholds)).toEqual({
      decision: "NO_TEMPLATES",
    });
    expect(verifyAgainst(probe, [], thresholds)).toEqual({ decision: "NO_TEMPLATES" });
    expect(() => verifyAgainst({ ...probe, modelId: "other" }, [template(0)], thresholds)).toThrow(ModelMismatchError);
  });

  it("rejects a distance that is not a number", () => {
    const broken = { ...template(0), vector: Float32Array.of(Number.NaN, 0) };
    expect(verifyAgainst(probe, [broken], thresholds)).toMatchObject({ decision: "REJECT" });
  });
});

describe("identify", () => {
  const candidate = (personId: string, distance: number) => ({ personId, templateId: personId, distance });

  it.each([
    ["nobody", [], "UNKNOWN"],
    ["nobody within the cut", [candidate("a", 0.36)], "UNKNOWN"],
    ["one within the cut", [candidate("a", 0.35), candidate("b", 0.36)], "IDENTIFIED"],
    ["two apart by the margin", [candidate("a", 0.2), candidate("b", 0.251)], "IDENTIFIED"],
    ["two closer than the margin", [candidate("a", 0.2), candidate("b", 0.249)], "AMBIGUOUS"],
    ["a distance that is not a number", [candidate("a", Number.NaN)], "UNKNOWN"],
  ])("answers for %s", (_, candidates, outcome) => {
    expect(identify(candidates, thresholds)).toEqual({ outcome });
  });
});

describe("ExactGallery", () => {
  /** mulberry32: a small repeatable generator. */
  function random(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }
  const unit = (next: () => number) => normalized(Float32Array.from({ length: 8 }, () => next() - 0.5));

  it("agrees with a plain loop through a long random history of changes", () => {
    const next = random(7);
    const gallery = new ExactGallery(MODEL, 8);
    const oracle = new Map<string, { templateId: string; vector: Float32Array }[]>();
    for (let step = 0; step < 600; step++) {
      const personId = `p${Math.floor(next() * 60)}`;
      const templates = Array.from({ length: Math.floor(next() * 4) }, (_, i) => ({
        templateId: `${step}-${i}`,
        vector: unit(next),
      }));
      gallery.replacePerson(personId, templates);
      if (templates.length > 0) oracle.set(personId, templates);
      else oracle.delete(personId);
      if (step % 20 > 0) continue;
      const query = { modelId: MODEL, values: unit(next) };
      const expected = [...oracle]
        .map(([id, own]) => {
          const ranked = own
            .map((t) => ({ ...t, distance: euclidean(query.values, t.vector) }))
            .sort((a, b) => a.distance - b.distance);
          return { personId: id, templateId: ranked[0]!.templateId, distance: ranked[0]!.distance };
        })
        .sort((a, b) => a.distance - b.distance)
        .slice(0, 5);
      expect(gallery.search(query, 5)).toEqual(expected);
      expect(gallery.size).toBe([...oracle.values()].reduce((sum, own) => sum + own.length, 0));
    }
  });

  it("returns people, not templates, and orders ties by person id", () => {
    const gallery = new ExactGallery(MODEL, 2);
    gallery.replacePerson("b", [
      { templateId: "b1", vector: at(0.2) },
      { templateId: "b2", vector: at(0.1) },
    ]);
    gallery.replacePerson("a", [{ templateId: "a1", vector: at(0.1) }]);
    expect(gallery.search(probe, 10).map(({ personId, templateId }) => `${personId}/${templateId}`)).toEqual([
      "a/a1",
      "b/b2",
    ]);
  });

  it("forgets a removed person, even in its memory", () => {
    const gallery = new ExactGallery(MODEL, 2);
    gallery.replacePerson("a", [{ templateId: "a1", vector: at(0.1) }]);
    gallery.replacePerson("a", []);
    expect(gallery.search(probe, 10)).toEqual([]);
    const { matrix } = gallery as unknown as { matrix: Float32Array };
    expect(matrix.every((value) => value === 0)).toBe(true);
  });

  it("refuses other models and other dimensions", () => {
    const gallery = new ExactGallery(MODEL, 2);
    expect(() => gallery.search({ modelId: "other", values: at(0) }, 1)).toThrow(ModelMismatchError);
    expect(() => gallery.search({ modelId: MODEL, values: Float32Array.of(1, 0, 0) }, 1)).toThrow(/dimension/);
    expect(() => gallery.replacePerson("a", [{ templateId: "x", vector: Float32Array.of(1) }])).toThrow(/expected 2/);
  });
});
