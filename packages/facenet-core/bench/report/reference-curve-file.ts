import type { ReferenceCurve } from "../../src/calibration/reference-curve.js";
import type { BenchReport } from "./report.js";

const round = (value: number) => Number(value.toFixed(5));

/** What a new site takes its cuts from: the curve of a whole benchmark, with the counts behind it. */
export function referenceCurveOf(report: BenchReport): ReferenceCurve {
  const { protocol, ambiguity } = report;
  return {
    modelId: report.model.id,
    benchmark: protocol.dataset,
    protocol:
      "most central face of each image; impostor pairs: all pairs of images of different people; genuine pairs: the official ones, an image without a face counts as a non-match; low and high: 95 % interval of fnmr by resampling people",
    people: report.people,
    images: report.images,
    impostorPairs: protocol.allImpostorPairs,
    genuinePairs: protocol.genuinePairs,
    points: report.curve.map(({ fmr, distance, falseMatches, fnmr, falseNonMatches, low, high }) => ({
      fmr,
      distance: round(distance),
      falseMatches,
      fnmr: round(fnmr),
      falseNonMatches,
      low: round(low),
      high: round(high),
    })),
    ambiguity,
  };
}
