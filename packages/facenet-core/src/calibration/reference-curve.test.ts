import { describe, expect, it } from "vitest";
import { DLIB_MODEL_ID } from "../embedding/model-identity.js";
import { PROFILES } from "../models/profiles.js";
import { defaultThresholds, NoReferenceCurveError, REFERENCE_CURVES } from "./reference-curve.js";

describe.each(Object.entries(PROFILES))("reference curve of %s", (_name, { modelId }) => {
  const referenceCurve = REFERENCE_CURVES.get(modelId)!;

  it("states its counts, and they agree with its rates", () => {
    expect(referenceCurve.impostorPairs).toBeGreaterThan(2_000_000);
    for (const point of referenceCurve.points) {
      expect(point.falseMatches / referenceCurve.impostorPairs).toBeLessThanOrEqual(point.fmr);
      expect(point.falseNonMatches / referenceCurve.genuinePairs).toBeCloseTo(point.fnmr, 4);
      expect(point.low).toBeLessThanOrEqual(point.fnmr);
      expect(point.high).toBeGreaterThan(point.fnmr);
    }
  });

  it("trades one error for the other all along", () => {
    const points = referenceCurve.points;
    for (let i = 1; i < points.length; i++) {
      expect(points[i]!.distance).toBeLessThan(points[i - 1]!.distance);
      expect(points[i]!.fnmr).toBeGreaterThanOrEqual(points[i - 1]!.fnmr);
    }
  });
});

describe("defaultThresholds", () => {
  it("asks more of a search than of a claim, and reviews what is near", () => {
    const cuts = defaultThresholds(DLIB_MODEL_ID);
    expect(cuts.identifyDistance).toBeLessThan(cuts.acceptDistance);
    expect(cuts.acceptDistance).toBeLessThan(cuts.reviewDistance);
    expect(cuts.ambiguityMargin).toBeGreaterThan(0);
    expect(cuts.provenance).toMatch(/LFW .*\d+ impostor pairs of \d+ people/);
  });

  it("takes the curve of a model of one's own, as far as it reaches", () => {
    const own = { ...REFERENCE_CURVES.get(DLIB_MODEL_ID)!, modelId: "own" };
    expect(defaultThresholds("own", own)).toEqual({ ...defaultThresholds(DLIB_MODEL_ID), modelId: "own" });
    const short = { ...own, points: own.points.filter(({ fmr }) => fmr > 1e-4) };
    expect(() => defaultThresholds("own", short)).toThrow("no point at FMR 0.0001");
  });

  it("has no cut for a model that was never measured", () => {
    expect(() => defaultThresholds("another-model")).toThrow(NoReferenceCurveError);
    const other = REFERENCE_CURVES.get(DLIB_MODEL_ID);
    expect(() => defaultThresholds("another-model", other)).toThrow(NoReferenceCurveError);
  });
});
