import { describe, expect, it } from "vitest";
import { DLIB_MODEL_ID } from "../embedding/model-identity.js";
import { errorRatesAt } from "./error-rates.js";
import { REFERENCE_CURVES } from "./reference-curve.js";

const curve = REFERENCE_CURVES.get(DLIB_MODEL_ID)!;

describe("errorRatesAt", () => {
  it("gives back every point of the curve", () => {
    for (const { distance, fmr, fnmr, low, high } of curve.points) {
      expect(errorRatesAt(curve, distance)).toEqual({ fmr, fnmr, low, high, beyond: null });
    }
  });

  it("trades one error for the other between the points", () => {
    let last = { fmr: 0, fnmr: 1 };
    for (let distance = 0.25; distance <= 0.5; distance += 0.001) {
      const rates = errorRatesAt(curve, distance);
      expect(rates.fmr).toBeGreaterThanOrEqual(last.fmr);
      expect(rates.fnmr).toBeLessThanOrEqual(last.fnmr);
      last = rates;
    }
  });

  it("says where nothing was measured", () => {
    expect(errorRatesAt(curve, 0.1)).toMatchObject({ fmr: 1e-6, beyond: "BELOW" });
    expect(errorRatesAt(curve, 1.2)).toMatchObject({ fmr: 0.1, beyond: "ABOVE" });
    expect(() => errorRatesAt({ points: [] }, 0.3)).toThrow(RangeError);
  });
});
