import { parseArgs } from "node:util";
import { benchSearch, type SearchReport } from "./bench-search.js";

const HELP = `search [--rows 10000,100000,1000000] [--dimension 128] [--k 1,20] [--rounds 20] [--json]

Time of exact search in a gallery of so many templates, four a person, on one thread: unit vectors at random, and
vectors that lie as those of faces do. In the same run, taking turns: a plain JavaScript loop over one Float32Array,
and merely reading that array (a WebAssembly SIMD sum). Answers are compared with the loop's; a difference ends the run.
A million templates of 128 numbers take about 1.5 GB.`;

const { values: args } = parseArgs({
  options: {
    rows: { type: "string", default: "10000,100000,1000000" },
    dimension: { type: "string", default: "128" },
    k: { type: "string", default: "1,20" },
    rounds: { type: "string", default: "20" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (args.help) {
  console.log(HELP);
  process.exit(0);
}

const report = await benchSearch({
  rows: wholeNumbers("rows", args.rows),
  dimension: wholeNumbers("dimension", args.dimension)[0]!,
  k: wholeNumbers("k", args.k),
  rounds: wholeNumbers("rounds", args.rounds)[0]!,
  log: (line) => console.error(line),
});
console.log(args.json ? JSON.stringify(report, null, 2) : table(report));

function wholeNumbers(name: string, list: string): number[] {
  const numbers = list.split(",").map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  console.error(`--${name} takes whole numbers above zero, not ${list}`);
  process.exit(2);
}

function table({ cpu, node, dimension, galleries }: SearchReport): string {
  const lines = [
    `${cpu}, Node ${node}, one thread, ${dimension} numbers a template; ms of processor time, median / 95th percentile`,
  ];
  const ms = ({ medianMs, p95Ms }: { medianMs: number; p95Ms: number }) =>
    `${medianMs.toFixed(2).padStart(8)} / ${p95Ms.toFixed(2)} ms`;
  for (const gallery of galleries) {
    lines.push(
      "",
      `${gallery.rows} templates of ${gallery.people} people, ${gallery.vectors}`,
      `  memory           ${gallery.residentMiB.toFixed(0)} MiB, of it ${gallery.heapMiB.toFixed(0)} MiB JavaScript heap; filled in ${gallery.fillMs.toFixed(0)} ms`,
      `  plain loop       ${ms(gallery.plainLoop)}`,
      `  reading floats   ${ms(gallery.readFloats)}`,
    );
    for (const search of gallery.search) {
      lines.push(
        `  search, k = ${String(search.k).padEnd(4)} ${ms(search)}   ${search.timesAsFastAsPlainLoop.toFixed(1)} x the loop, ${search.timesAsFastAsReading.toFixed(2)} x reading; ${search.comparedWithPlainLoop} answers equal`,
      );
    }
  }
  return lines.join("\n");
}
