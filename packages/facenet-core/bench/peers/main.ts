import { parseArgs } from "node:util";
import { chooseData } from "../data/choose-data.js";
import { DatasetError } from "../data/lfw.js";
import { progressOn } from "../progress.js";
import { count, megabytes, milliseconds, percent } from "../report/format.js";
import { reportJson } from "../report/report.js";
import { table } from "../report/table.js";
import { busyNote } from "../speed/machine.js";
import { excerpt, type PeerReport, takeTurns } from "./take-turns.js";

const progress = progressOn(process.stderr);
function peersText({ contenders, images, pairs, dataset, machine }: PeerReport): string {
  const busy = busyNote(machine);
  const rows = contenders.map((each) => [
    each.title,
    milliseconds(each.medianMs),
    milliseconds(each.p95Ms),
    `${each.timesOurs.fast.toFixed(1)} x`,
    `${each.timesOurs.standard.toFixed(1)} x`,
    `${each.facesFound} of ${images}`,
    percent(each.bestAccuracy),
    milliseconds(each.coldStartMs),
    megabytes(each.rssMb),
  ]);
  const lines = [
    `${count(images)} photos, ${count(pairs)} pairs of ${dataset}`,
    "",
    ...table([
      ["", "median", "p95", "of fast", "of standard", "faces found", "best accuracy", "cold start", "memory"],
      ...rows,
    ]),
    "",
    "JPEG file to embedding, one process and one thread each, in turns of ten photos that last a second or more. Best accuracy:",
    "at the threshold best for these pairs, every pair counted, one without two faces as an error.",
    `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}`,
    ...(busy === undefined ? [] : [busy]),
  ];
  return `${lines.join("\n")}\n`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      images: { type: "string", default: "100" },
      json: { type: "boolean", default: false },
    },
  });
  const images = Number(values.images);
  if (!Number.isInteger(images) || images < 4) {
    console.error(`--images takes a whole number from 4, not "${values.images}".`);
    return 2;
  }
  try {
    const dataset = await chooseData(values.data, process.env.FACENET_TEST_DATA);
    const report = await takeTurns(excerpt(dataset, images), { now: () => new Date(), progress });
    process.stdout.write(values.json ? reportJson(report) : peersText(report));
    return 0;
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exitCode = await main();
