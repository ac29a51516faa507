import type { PeerReport } from "../peers/take-turns.js";
import { busyNote } from "../speed/machine.js";
import { count, megabytes, milliseconds, percent } from "./format.js";
import { table } from "./table.js";

/** One line a contender; the first line is the head. */
export function peerRows({ contenders, images }: PeerReport): string[][] {
  return [
    ["", "median", "p95", "of fast", "of standard", "faces found", "best accuracy", "cold start", "memory"],
    ...contenders.map((each) => [
      each.title,
      milliseconds(each.medianMs),
      milliseconds(each.p95Ms),
      `${each.timesOurs.fast.toFixed(1)} x`,
      `${each.timesOurs.standard.toFixed(1)} x`,
      `${each.facesFound} of ${images}`,
      percent(each.bestAccuracy),
      milliseconds(each.coldStartMs),
      megabytes(each.rssMb),
    ]),
  ];
}

export function peersText(report: PeerReport): string {
  const { images, pairs, dataset, machine } = report;
  const busy = busyNote(machine);
  const lines = [
    `${count(images)} photos, ${count(pairs)} pairs of ${dataset}`,
    "",
    ...table(peerRows(report)),
    "",
    "JPEG file to embedding, one process and one thread each, in turns of ten photos that last a second or more. Best accuracy:",
    "at the threshold best for these pairs, every pair counted, one without two faces as an error.",
    `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}`,
    ...(busy === undefined ? [] : [busy]),
  ];
  return `${lines.join("\n")}\n`;
}
