import { describe, expect, it } from "vitest";
import { ModelMismatchError } from "../embedding/model-identity.js";
import { euclidean } from "../vector/index.js";
import { identify, type MatchThresholds, verifyAgainst } from "./index.js";

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
