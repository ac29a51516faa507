import { parseArgs } from "node:util";
import { chooseData } from "../data/choose-data.js";
import { DatasetError } from "../data/lfw.js";
import { progressOn } from "../progress.js";
import { peersText } from "../report/peers.js";
import { reportJson } from "../report/report.js";
import { excerpt, takeTurns } from "./take-turns.js";

const progress = progressOn(process.stderr);

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
