import { count, milliseconds } from "../format.js";
import type { BenchReport } from "../report.js";
import { barChart } from "./bars.js";

/** Where the time of a photo goes. Bars are medians, whiskers reach to the 95th percentile. */
export function stageChart({ speed }: BenchReport): string {
  const bar = (name: string, { medianMs, p95Ms }: { medianMs: number; p95Ms: number }) => ({
    name,
    value: medianMs,
    whisker: p95Ms,
    written: milliseconds(medianMs),
  });
  const stages = Object.entries(speed.stages).map(([stage, timing]) => bar(stage, timing));
  const bars = [...stages, { ...bar("in all", speed), strong: true }];
  return barChart(bars, `A photo takes ${milliseconds(speed.medianMs)}.`);
}

/** Time of a search by the size of the gallery, on a logarithmic scale. */
export function searchChart({ search }: BenchReport): string {
  const fastest = Math.min(...search.map(({ medianMs }) => medianMs));
  return barChart(
    search.map(({ templates, medianMs, p95Ms }) => ({
      name: count(templates),
      value: medianMs,
      whisker: p95Ms,
      written: milliseconds(medianMs),
    })),
    "Time of a search by number of templates.",
    fastest / 10,
  );
}
