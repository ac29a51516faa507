import { busyNote } from "../speed/machine.js";
import { count, exponent, interval, megabytes, milliseconds, percent } from "./format.js";
import type { BenchReport } from "./report.js";
import { table } from "./table.js";

/** The report for a terminal. */
export function reportText(report: BenchReport): string {
  const { protocol, model, machine } = report;
  const sections = [
    [
      protocol.dataset,
      `${count(report.images)} images of ${count(report.people)} people, model ${model.id}`,
      ...(protocol.kind === "self-test" || protocol.quick ? protocol.notes.slice(0, 1) : []),
    ],
    table(accuracyRows(report)),
    table([
      ["FNMR at FMR", "", "95 %", "distance", "false matches"],
      ...Object.entries(report.fnmrAtFmr).map(([fmr, point]) => [
        fmr,
        percent(point.value),
        interval(point),
        point.threshold.toFixed(4),
        point.supported ? count(point.falseMatches) : "too few pairs for this rate",
      ]),
    ]),
    ...(report.changes
      ? [
          table([
            ["photo", "faces found", "median distance"],
            ...report.changes.map(({ change, found, faces, medianDistance }) => [
              change,
              `${found} of ${faces}`,
              medianDistance?.toFixed(3) ?? "",
            ]),
          ]),
        ]
      : []),
    table(speedRows(report)),
    table([
      ["search", "median", "p95"],
      ...report.search.map(({ templates, medianMs, p95Ms }) => [
        `among ${count(templates)}`,
        milliseconds(medianMs),
        milliseconds(p95Ms),
      ]),
    ]),
    [`${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}`, ...optional(busyNote(machine))],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const optional = (line: string | undefined): string[] => (line === undefined ? [] : [line]);

function accuracyRows({ accuracy, protocol, pairs, intervals, auc, eer, ...report }: BenchReport): string[][] {
  const { identification, errorVersusDiscard } = report;
  const worst = errorVersusDiscard.worstFivePercent;
  const reasons = Object.entries(report.failures).map(([reason, failed]) => `${failed} ${reason}`);
  return [
    [
      "accuracy",
      `${percent(accuracy.mean)} ± ${percent(accuracy.sd)}`,
      `${protocol.folds} folds, ${count(pairs)} pairs`,
    ],
    ["area under ROC", auc.toFixed(4), `95 %: ${intervals.auc.low.toFixed(4)} to ${intervals.auc.high.toFixed(4)}`],
    ["equal error rate", percent(eer), `95 %: ${interval(intervals.eer)}`],
    ["no embedding", percent(report.failureToAcquire), reasons.join(", ")],
    ...(identification
      ? [
          [
            "1:K, rank 1",
            percent(identification.rank1.rate),
            `${count(identification.searches)} searches among ${count(identification.gallery)} people`,
          ],
          [
            `1:K, FNIR at FPIR ${exponent(identification.openSet.fpir)}`,
            percent(identification.openSet.fnir),
            `95 %: ${interval(identification.openSet)}`,
          ],
        ]
      : []),
    ...(worst
      ? [
          [
            "worst 5 % rejected",
            `${percent(worst.before)} to ${percent(worst.after)}`,
            `FNMR at FMR ${exponent(errorVersusDiscard.fmr)}; gain 95 %: ${interval(worst)}`,
          ],
        ]
      : []),
  ];
}

function speedRows({ speed }: BenchReport): string[][] {
  const { throughput } = speed;
  return [
    ["photo to embedding", "median", "p95"],
    ["one thread", milliseconds(speed.medianMs), milliseconds(speed.p95Ms)],
    ...Object.entries(speed.stages).map(([stage, { medianMs, p95Ms }]) => [
      `  ${stage}`,
      milliseconds(medianMs),
      milliseconds(p95Ms),
    ]),
    [`${throughput.threads} threads`, `${throughput.photosPerSecond.toFixed(1)} photos/s`],
    ["cold start", milliseconds(speed.coldStartMs)],
    ["memory (RSS)", megabytes(speed.rssMb)],
  ];
}
