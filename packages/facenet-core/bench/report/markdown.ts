import { busyNote } from "../speed/machine.js";
import { type Beside, besideMarkdown } from "./beside.js";
import { count, exponent, interval, megabytes, milliseconds, percent } from "./format.js";
import { grid } from "./grid.js";
import { type ProfilesReport, profileRows } from "./profiles.js";
import type { BenchReport } from "./report.js";

/** The report as a page for the repository; with all profiles, a table of them stands before that of one, and other reports behind. */
export function reportMarkdown(report: BenchReport, all?: ProfilesReport, beside?: Beside): string {
  const { protocol, model, machine, speed, errorVersusDiscard, identification } = report;
  const worst = errorVersusDiscard.worstFivePercent;
  const busy = busyNote(machine);
  const blocks = [
    "# Benchmarks",
    `Written by \`npm run bench -- ${all ? "profiles " : ""}--markdown docs/benchmarks.md\` on ${report.measuredAt.slice(0, 10)}${beside?.peers || beside?.search ? ", with what `--peers` and `--search` add" : ""}; not edited by hand. \`npm run bench -- --help\` says how to measure your own model, data and machine.`,
    grid([
      ["", ""],
      ["data", protocol.dataset],
      ["images", `${count(report.images)} of ${count(report.people)} people`],
      ["model", `\`${model.id}\``],
      [
        "networks (SHA-256)",
        Object.entries(model.networks)
          .map(([role, hash]) => `${role} \`${hash.slice(0, 16)}\``)
          .join(", "),
      ],
      [
        "machine",
        `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.os}, Node ${machine.node}`,
      ],
    ]),
    ...(protocol.kind === "self-test" || protocol.quick ? [`**${protocol.notes[0]}**`] : []),

    ...(all
      ? [
          "## Profiles",
          "The built-in models by the time that a face may take. In brackets 95 % intervals by resampling people; those of gains with both on the same people.",
          grid(profileRows(all)),
          `What follows is about \`${model.id}\`.`,
        ]
      : []),

    "## Accuracy",
    grid([
      ["", "", "95 % interval"],
      [
        `accuracy, ${protocol.folds} folds, ${count(report.pairs)} pairs`,
        `${percent(report.accuracy.mean)} ± ${percent(report.accuracy.sd)}`,
        "",
      ],
      [
        "area under the ROC curve",
        report.auc.toFixed(4),
        `${report.intervals.auc.low.toFixed(4)} to ${report.intervals.auc.high.toFixed(4)}`,
      ],
      ["equal error rate", percent(report.eer), interval(report.intervals.eer)],
      [
        "images without an embedding",
        `${percent(report.failureToAcquire)} (${count(Math.round(report.failureToAcquire * report.images))})`,
        "",
      ],
    ]),

    "## False non-matches by false match rate",
    `${count(protocol.genuinePairs)} genuine pairs, ${count(protocol.allImpostorPairs)} impostor pairs.`,
    grid([
      ["FMR", "distance", "false matches", "FNMR", "95 % interval"],
      ...report.curve.map(({ fmr, distance, falseMatches, fnmr, low, high }) => [
        exponent(fmr),
        distance.toFixed(4),
        count(falseMatches),
        percent(fnmr),
        interval({ low, high }),
      ]),
    ]),

    ...(identification
      ? [
          "## One among many",
          grid([
            ["", ""],
            ["people enrolled, one photo each", count(identification.gallery)],
            ["searches", count(identification.searches)],
            [
              "the right person comes first",
              `${percent(identification.rank1.rate)} (${count(identification.rank1.correct)})`,
            ],
            [
              "the right person is among five",
              `${percent(identification.rank5.rate)} (${count(identification.rank5.correct)})`,
            ],
            [
              `FNIR at FPIR ${exponent(identification.openSet.fpir)}`,
              `${percent(identification.openSet.fnir)} (${count(identification.openSet.misses)}), 95 % ${interval(identification.openSet)}`,
            ],
          ]),
        ]
      : []),

    ...(worst
      ? [
          "## Rejecting poor photos",
          `FNMR at FMR ${exponent(errorVersusDiscard.fmr)} over the photos that are left when those of least quality are rejected. Rejecting the worst 5 % takes it from ${percent(worst.before)} to ${percent(worst.after)}; 95 % interval of the gain: ${(100 * worst.low).toFixed(2)} to ${(100 * worst.high).toFixed(2)} points.`,
          grid([
            ["rejected", "quality from", "FNMR", "genuine pairs left"],
            ...errorVersusDiscard.points.map(({ discarded, qualityFrom, fnmr, genuinePairs }) => [
              `${Number((100 * discarded).toFixed(1))} %`,
              String(qualityFrom),
              percent(fnmr),
              count(genuinePairs),
            ]),
          ]),
        ]
      : []),

    ...(report.changes
      ? [
          "## Changed photos",
          grid([
            ["photo", "faces found", "median distance"],
            ...report.changes.map(({ change, found, faces, medianDistance }) => [
              change,
              `${found} of ${faces}`,
              medianDistance?.toFixed(3) ?? "",
            ]),
          ]),
        ]
      : []),

    "## Time and memory",
    ...(busy === undefined ? [] : [`**${busy}**`]),
    grid([
      ["", "median", "p95"],
      ["photo to embedding, one thread", milliseconds(speed.medianMs), milliseconds(speed.p95Ms)],
      ...Object.entries(speed.stages).map(([stage, timing]) => [
        stage,
        milliseconds(timing.medianMs),
        milliseconds(timing.p95Ms),
      ]),
      ...report.search.map(({ templates, medianMs, p95Ms }) => [
        `search among ${count(templates)} templates`,
        milliseconds(medianMs),
        milliseconds(p95Ms),
      ]),
    ]),
    `${speed.throughput.photosPerSecond.toFixed(1)} photos a second on ${speed.throughput.threads} threads; cold start ${milliseconds(speed.coldStartMs)}; ${megabytes(speed.rssMb)} of memory after ${count(speed.photos)} photos on one thread.`,

    ...(beside ? besideMarkdown(beside) : []),

    "## How it was measured",
    protocol.notes.map((note) => `- ${note}`).join("\n"),
    `Intervals rest on ${count(protocol.replicates)} resamples, seed ${protocol.seed}.`,
  ];
  return `${blocks.join("\n\n")}\n`;
}
