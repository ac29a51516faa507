import type { SearchReport } from "../bench-search.js";
import type { PeerReport } from "../peers/take-turns.js";
import { count, megabytes, milliseconds, percent } from "./format.js";
import { grid } from "./grid.js";

/** Reports of the other benchmarks, for the page that shows all. */
export interface Beside {
  readonly peers: PeerReport | undefined;
  readonly search: SearchReport | undefined;
}

export function besideMarkdown({ peers, search }: Beside): string[] {
  return [...(peers ? peersMarkdown(peers) : []), ...(search ? searchMarkdown(search) : [])];
}

function peersMarkdown({ contenders, images, pairs }: PeerReport): string[] {
  return [
    "## Beside other packages",
    `By \`npm run bench:peers\`: ${count(images)} photos from JPEG file to embedding, one process and one thread each, in turns within one run. The others run on TensorFlow.js with its WASM backend. Best accuracy: at the threshold best for these ${count(pairs)} pairs, one without two faces as an error.`,
    grid([
      ["", "median", "times `fast`", "times `standard`", "faces found", "best accuracy", "cold start", "memory"],
      ...contenders.map(({ title, medianMs, timesOurs, facesFound, bestAccuracy, coldStartMs, rssMb }) => [
        title,
        milliseconds(medianMs),
        timesOurs.fast.toFixed(1),
        timesOurs.standard.toFixed(1),
        `${facesFound} of ${images}`,
        percent(bestAccuracy),
        milliseconds(coldStartMs),
        megabytes(rssMb),
      ]),
    ]),
  ];
}

function searchMarkdown({ dimension, galleries }: SearchReport): string[] {
  return [
    "## Search in large galleries",
    `By \`npm run bench:search -w facenet-core\`: exact search among templates of ${dimension} numbers, one thread, against a plain JavaScript loop over the same numbers and against merely reading them, in turns; medians of processor time. All answers are equal to the loop's.`,
    grid([
      ["templates", "vectors", "people asked for", "search", "plain loop", "times as fast", "reading", "times as fast"],
      ...galleries.flatMap(({ rows, vectors, plainLoop, readFloats, search }) =>
        search.map(({ k, medianMs, timesAsFastAsPlainLoop, timesAsFastAsReading }) => [
          count(rows),
          vectors,
          String(k),
          milliseconds(medianMs),
          milliseconds(plainLoop.medianMs),
          timesAsFastAsPlainLoop.toFixed(1),
          milliseconds(readFloats.medianMs),
          timesAsFastAsReading.toFixed(1),
        ]),
      ),
    ]),
  ];
}
