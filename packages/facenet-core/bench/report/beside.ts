import type { SearchReport } from "../bench-search.js";
import type { PeerReport } from "../peers/take-turns.js";
import { busyNote } from "../speed/machine.js";
import { count, milliseconds } from "./format.js";
import { grid } from "./grid.js";
import { peerRows } from "./peers.js";

/** Reports of the other benchmarks, for the page that shows all. */
export interface Beside {
  readonly peers: PeerReport | undefined;
  readonly search: SearchReport | undefined;
}

export function besideMarkdown({ peers, search }: Beside): string[] {
  return [...(peers ? peersMarkdown(peers) : []), ...(search ? searchMarkdown(search) : [])];
}

function peersMarkdown(report: PeerReport): string[] {
  const busy = busyNote(report.machine);
  return [
    "## Beside other packages",
    `By \`npm run bench:peers\`: ${count(report.images)} photos from JPEG file to embedding, one process and one thread each, in turns within one run. The others run on TensorFlow.js with its WASM backend. Best accuracy: at the threshold best for these ${count(report.pairs)} pairs, one without two faces as an error.`,
    ...(busy === undefined ? [] : [`**${busy}**`]),
    grid(peerRows(report)),
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
