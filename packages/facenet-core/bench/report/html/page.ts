import { busyNote } from "../../speed/machine.js";
import { discardChart } from "../charts/discard.js";
import { distanceChart } from "../charts/distances.js";
import { detChart, rocChart } from "../charts/error-curves.js";
import { searchChart, stageChart } from "../charts/speed.js";
import { count, exponent, interval, megabytes, milliseconds, percent } from "../format.js";
import type { BenchReport } from "../report.js";
import { escaped } from "../svg/plot.js";
import { STYLE } from "./style.js";
import { thresholdTable } from "./threshold-table.js";

/** The report as one file that needs nothing else: no script, no font, no picture from anywhere. */
export function reportHtml(report: BenchReport): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Face recognition benchmark: ${escaped(report.model.id)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${header(report)}
${tiles(report)}
<div class="cards">
${report.changes ? card("Changed photos", "Each face was shown again after its photo was changed, and compared with the unchanged one.", changes(report.changes), true) : ""}
${card(
  "Two errors, one threshold",
  `A stricter threshold lets fewer strangers pass (FMR) and turns away more of the right people (FNMR). ${trade(report)}`,
  thresholdTable(report),
  true,
)}
${card("ROC", "Higher is better. The band is the 95 % interval.", rocChart(report))}
${card("DET", "Lower is better. On these axes normal distributions give straight lines; on the dotted line both rates are equal.", detChart(report))}
${card(
  "Distances",
  "Both histograms add up to 100 %. What lies to the left of a threshold is accepted.",
  `<p class="legend"><span><i style="background:var(--blue)"></i>one person, ${count(report.protocol.genuinePairs)} pairs</span><span><i style="background:var(--orange)"></i>two people, ${count(report.protocol.allImpostorPairs)} pairs</span></p>${distanceChart(report)}`,
  true,
)}
${card("Rejecting poor photos", discardSentence(report), discardChart(report))}
${card(
  "Search among many",
  "One photo a person is enrolled, every other photo is searched for. FPIR: searches for strangers that find somebody. FNIR: searches for enrolled people that do not find them first and within the cut.",
  identificationFacts(report),
)}
${card("Time of a photo", "One thread, from the bytes of a file to its embedding. Bars are medians, whiskers reach to the 95th percentile.", stageChart(report) + speedFacts(report))}
${card("Time of a search", "By number of enrolled templates, one thread, every one compared. The scale is logarithmic.", searchChart(report))}
${card("How it was measured", "", `<ul>${report.protocol.notes.map((note) => `<li>${escaped(note)}</li>`).join("")}</ul>`)}
${card("On what", "", provenance(report))}
</div>
</main>
</body>
</html>
`;
}

function card(title: string, text: string, content: string, full = false): string {
  const sentence = text === "" ? "" : `<p>${escaped(text)}</p>`;
  return `<section class="card${full ? " full" : ""}"><h2>${escaped(title)}</h2>${sentence}${content}</section>`;
}

function header({ protocol, model, images, people, measuredAt, machine }: BenchReport): string {
  const busy = busyNote(machine);
  const notices = [
    ...(protocol.kind === "self-test" ? [protocol.notes[0]!] : []),
    ...(protocol.quick ? ["A quick run: for a look, not for a comparison."] : []),
    ...(busy === undefined ? [] : [busy]),
  ];
  return `<header>
<h1>Face recognition benchmark</h1>
<p><code>${escaped(model.id)}</code></p>
<p class="soft">${escaped(protocol.dataset)} · ${count(images)} images of ${count(people)} people · ${measuredAt.slice(0, 10)}</p>
${notices.map((notice) => `<p class="notice">${escaped(notice)}</p>`).join("")}
</header>`;
}

function tiles({
  accuracy,
  protocol,
  pairs,
  eer,
  intervals,
  fnmrAtFmr,
  identification,
  speed,
  ...report
}: BenchReport): string {
  const strict = fnmrAtFmr["1e-3"];
  const { photosPerSecond, threads } = speed.throughput;
  const all: readonly (readonly [name: string, value: string, note: string])[] = [
    ["Accuracy", percent(accuracy.mean), `± ${percent(accuracy.sd)}, ${protocol.folds} folds, ${count(pairs)} pairs`],
    ["FNMR at FMR 1e-3", percent(strict.value), interval(strict)],
    ["Equal error rate", percent(eer), interval(intervals.eer)],
    identification
      ? [
          "1:K, first is right",
          percent(identification.rank1.rate),
          `among ${count(identification.gallery)} people, one photo each`,
        ]
      : ["No embedding", percent(report.failureToAcquire), `of ${count(report.images)} images`],
    ["Time of a photo", milliseconds(speed.medianMs), `median; p95 ${milliseconds(speed.p95Ms)}`],
    [
      "Photos a second",
      photosPerSecond.toFixed(photosPerSecond < 100 ? 1 : 0),
      `on ${threads} thread${threads === 1 ? "" : "s"}`,
    ],
  ];
  const tile = ([name, value, note]: (typeof all)[number]) => {
    const [number = "", unit] = value.split(" ");
    return `<div class="tile"><dt>${name}</dt><dd class="value">${number}${unit ? `<small>${unit}</small>` : ""}</dd><dd class="note">${note}</dd></div>`;
  };
  return `<dl class="tiles">${all.map(tile).join("")}</dl>`;
}

function trade({ fnmrAtFmr }: BenchReport): string {
  const { value } = fnmrAtFmr["1e-3"];
  return `Where one stranger in 1,000 passes, ${percent(value)} of the attempts of the right person fail.`;
}

function changes(outcomes: NonNullable<BenchReport["changes"]>): string {
  const rows = outcomes.map(
    ({ change, faces, found, medianDistance }) =>
      `<tr><td>${escaped(change)}</td><td class="number strong">${found} of ${faces}</td><td class="number">${medianDistance?.toFixed(3) ?? ""}</td></tr>`,
  );
  return `<table><tr><th>photo</th><th class="number">faces found</th><th class="number">median distance</th></tr>${rows.join("")}</table>`;
}

function discardSentence({ errorVersusDiscard: { worstFivePercent, fmr } }: BenchReport): string {
  if (!worstFivePercent) return "Too few photos to tell.";
  const { before, after, low, high } = worstFivePercent;
  const certain = low > 0 ? "The gain is beyond chance" : "The gain may be chance";
  return `Without the 5 % of least quality, FNMR at FMR ${exponent(fmr)} goes from ${percent(before)} to ${percent(after)}. ${certain} (95 %: ${(100 * low).toFixed(2)} to ${(100 * high).toFixed(2)} points).`;
}

function identificationFacts({ identification, ambiguity }: BenchReport): string {
  if (!identification) return "<p>No person has two images.</p>";
  const { gallery, searches, rank1, rank5, openSet } = identification;
  return facts([
    ["enrolled", `${count(gallery)} people`],
    ["searches", count(searches)],
    ["first is right", `<b>${percent(rank1.rate)}</b> (${count(rank1.correct)})`],
    ["right one among five", `${percent(rank5.rate)} (${count(rank5.correct)})`],
    [`FNIR at FPIR ${exponent(openSet.fpir)}`, `<b>${percent(openSet.fnir)}</b> (${count(openSet.misses)})`],
    ["its 95 % interval", interval(openSet)],
    ["its distance", `${openSet.threshold.toFixed(4)}, ${openSet.falsePositives} false positives`],
    ["ambiguity margin", `${ambiguity.margin}: ${escaped(ambiguity.basis)}`],
  ]);
}

function speedFacts({ speed }: BenchReport): string {
  return facts([
    ["cold start", `${milliseconds(speed.coldStartMs)} from the start of a process to its first embedding`],
    ["memory", `${megabytes(speed.rssMb)} after ${count(speed.photos)} photos`],
  ]);
}

function provenance({ machine, model, protocol, measuredAt, failures, failureToAcquire }: BenchReport): string {
  const reasons = Object.entries(failures).map(([reason, failed]) => `${failed} ${reason}`);
  return facts([
    ["processor", escaped(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB`)],
    ["system", escaped(`${machine.os}, Node ${machine.node}`)],
    ["measured", measuredAt.slice(0, 16).replace("T", " ")],
    ["images without embedding", `${percent(failureToAcquire)}${reasons.length > 0 ? ` (${reasons.join(", ")})` : ""}`],
    ["resamples", `${count(protocol.replicates)}, seed ${protocol.seed}`],
    ...Object.entries(model.networks).map(([role, hash]) => [role, `<code>${hash.slice(0, 16)}</code>`] as const),
  ]);
}

const facts = (rows: readonly (readonly [term: string, html: string])[]): string =>
  `<dl class="facts">${rows.map(([term, html]) => `<dt>${escaped(term)}</dt><dd>${html}</dd>`).join("")}</dl>`;
