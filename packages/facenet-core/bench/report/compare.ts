import type { Interval } from "../../src/calibration/binomial-interval.js";
import { busyNote } from "../speed/machine.js";
import { count, interval, megabytes, milliseconds, percent, points } from "./format.js";
import { type BenchReport, STATED_FMRS, type StatedFmr } from "./report.js";
import { table } from "./table.js";

/** One figure of two reports. */
export interface ComparedFigure {
  readonly figure: string;
  readonly unit: "rate" | "ms" | "MB" | "per second" | "area";
  readonly a: number;
  readonly b: number;
  readonly intervals?: { readonly a: Interval; readonly b: Interval; readonly overlap: boolean };
}

export interface Comparison {
  /** Why the figures may not be comparable. */
  readonly warnings: readonly string[];
  readonly figures: readonly ComparedFigure[];
}

type Value = { readonly value: number; readonly interval?: Interval } | undefined;
type Figure = readonly [name: string, unit: ComparedFigure["unit"], of: (report: BenchReport) => Value];

const FIGURES: readonly Figure[] = [
  ["accuracy", "rate", ({ accuracy }) => ({ value: accuracy.mean })],
  ["area under ROC", "area", ({ auc, intervals }) => ({ value: auc, interval: intervals.auc })],
  ["equal error rate", "rate", ({ eer, intervals }) => ({ value: eer, interval: intervals.eer })],
  ...(Object.keys(STATED_FMRS) as StatedFmr[]).map(
    (fmr): Figure => [
      `FNMR at FMR ${fmr}`,
      "rate",
      ({ fnmrAtFmr }) => ({ value: fnmrAtFmr[fmr].value, interval: fnmrAtFmr[fmr] }),
    ],
  ),
  ["no embedding", "rate", ({ failureToAcquire }) => ({ value: failureToAcquire })],
  ["1:K, rank 1", "rate", ({ identification }) => identification && { value: identification.rank1.rate }],
  [
    "1:K, FNIR at the FPIR",
    "rate",
    ({ identification }) => identification && { value: identification.openSet.fnir, interval: identification.openSet },
  ],
  [
    "gain of rejecting the worst 5 %",
    "rate",
    ({ errorVersusDiscard: { worstFivePercent } }) =>
      worstFivePercent && { value: worstFivePercent.gain, interval: worstFivePercent },
  ],
  ["photo to embedding, median", "ms", ({ speed }) => ({ value: speed.medianMs })],
  ["photo to embedding, p95", "ms", ({ speed }) => ({ value: speed.p95Ms })],
  ["all threads", "per second", ({ speed }) => ({ value: speed.throughput.photosPerSecond })],
  ["cold start", "ms", ({ speed }) => ({ value: speed.coldStartMs })],
  ["memory (RSS)", "MB", ({ speed }) => ({ value: speed.rssMb })],
];

/** The figures that both reports have, in the order of the report. */
export function compareReports(a: BenchReport, b: BenchReport): Comparison {
  const stages = Object.keys(a.speed.stages).map(
    (stage): Figure => [
      `  ${stage}`,
      "ms",
      ({ speed }) => speed.stages[stage] && { value: speed.stages[stage].medianMs },
    ],
  );
  const searches = a.search.map(
    ({ templates }): Figure => [
      `search among ${count(templates)}`,
      "ms",
      ({ search }) => {
        const found = search.find((entry) => entry.templates === templates);
        return found && { value: found.medianMs };
      },
    ],
  );
  const figures = [...FIGURES, ...stages, ...searches].flatMap(([figure, unit, of]): ComparedFigure[] => {
    const [first, second] = [of(a), of(b)];
    if (!first || !second) return [];
    const values = { figure, unit, a: first.value, b: second.value };
    if (!first.interval || !second.interval) return [values];
    const [one, other] = [bounds(first.interval), bounds(second.interval)];
    return [{ ...values, intervals: { a: one, b: other, overlap: one.low <= other.high && other.low <= one.high } }];
  });
  return { warnings: warnings(a, b), figures };
}

const bounds = ({ low, high }: Interval): Interval => ({ low, high });

function warnings(a: BenchReport, b: BenchReport): string[] {
  const differ: readonly (readonly [what: string, of: (report: BenchReport) => unknown])[] = [
    ["data", ({ protocol, images, pairs }) => [protocol.dataset, protocol.quick, images, pairs]],
    ["machines, so times do not compare", ({ machine }) => [machine.cpu, machine.cores, machine.os, machine.node]],
    ["numbers of threads", ({ speed }) => speed.throughput.threads],
  ];
  const different = differ
    .filter(([, of]) => JSON.stringify(of(a)) !== JSON.stringify(of(b)))
    .map(([what]) => `The reports are of different ${what}.`);
  const busy = [a, b].some(({ machine }) => busyNote(machine) !== undefined);
  return busy ? [...different, "A machine was busy with other work, so times do not compare."] : different;
}

/** Side by side for a terminal. Overlapping intervals do not prove that there is no difference; intervals apart do show one. */
export function comparisonText(comparison: Comparison, names: { readonly a: string; readonly b: string }): string {
  const rows = comparison.figures.map(({ figure, unit, a, b, intervals }) => [
    figure,
    written(a, unit),
    written(b, unit),
    unit === "rate" ? points(b - a) : unit === "area" ? (b - a).toFixed(4) : `x ${(b / a).toFixed(2)}`,
    intervals === undefined ? "" : intervals.overlap ? "intervals overlap" : "intervals apart",
    intervals === undefined || unit !== "rate" ? "" : `${interval(intervals.a)} | ${interval(intervals.b)}`,
  ]);
  const lines = [...comparison.warnings, ...table([["", names.a, names.b, "b against a", "", ""], ...rows])];
  return `${lines.join("\n")}\n`;
}

function written(value: number, unit: ComparedFigure["unit"]): string {
  switch (unit) {
    case "rate":
      return percent(value);
    case "ms":
      return milliseconds(value);
    case "MB":
      return megabytes(value);
    case "per second":
      return `${value.toFixed(1)} /s`;
    case "area":
      return value.toFixed(4);
  }
}
