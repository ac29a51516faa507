#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileBench } from "./lib/compile-bench.mjs";
import { runInForeground } from "./lib/run.mjs";
import { runPrepared } from "./lib/run-prepared.mjs";

const HELP = `npm run bench [-- OPTIONS]
npm run bench -- compare A.json B.json [--json]
npm run bench -- profiles [OPTIONS]

Measures accuracy, speed and search of the engine. Without --data: lfw-dev in the folder that FACENET_TEST_DATA names;
without that, a self-test on the sample photos that came with the packages.

  --data DIR          images/NAME/NAME_NNNN.jpg and pairs.txt (LFW's View 2 format: folds TAB pairs-per-class, then pairs)
  --model MODEL       fast, standard (default) or accurate, or the manifest of a model of your own (docs/models.md)
  --quick             a part of the pairs and few repetitions: for a look, not for a comparison
  --json              the report as JSON on standard output, and nothing else there
  --html FILE         the report as one web page
  --markdown FILE     the report as Markdown, as in docs/benchmarks.md
  --write-curve FILE  the reference curve that new sites take their thresholds from
  --from FILE         takes a report that was kept with --json instead of measuring
  --threads N         threads that embed photos together (default: as many as there are processors)
  --seed N            seed of the resamples behind the intervals (default 1)
  --no-cache          neither reads nor keeps embeddings; they are kept in .cache/bench by hash of photo and networks

compare prints the figures of two reports side by side, and says whether their intervals overlap.
profiles measures fast, standard and accurate and what each gains over standard; --write-curves DIR writes their curves;
--peers FILE and --search FILE put reports of bench:peers and bench:search, kept with --json, into the Markdown.
`;

const PEERS_HELP = `npm run bench:peers [-- OPTIONS]

Shows the same photos to the profiles of this engine, to @vladmandic/face-api (with its SSD and its tiny detector) and to
@vladmandic/human, in turns: one process each, one thread each, JPEG file to embedding. The others run on TensorFlow.js
with its WASM backend, with the settings that their documentation begins with.

  --data DIR    as npm run bench
  --images N    at most so many photos (default 100); accuracy is told on the pairs among them
  --json        the result as JSON on standard output, and nothing else there
`;

const CONSOLE_HELP = `npm run bench:console [-- OPTIONS]

Measures the console in a real browser, on an instance of its own: how much the page of people loads, when it answers, and
how long its table takes to show what one asks it for, with many people against a few. docs/console.md has the figures.

  --people N    how many are many (default 100000)
  --rounds N    how often each is measured (default 10)
  --json        the result as JSON on standard output, and nothing else there
`;

const CORE = join("packages", "facenet-core");
const BENCHES = /** @type {const} */ ({
  peers: { folder: CORE, program: join("peers", "main.js"), help: PEERS_HELP },
  console: { folder: join("apps", "console"), program: "main.js", help: CONSOLE_HELP },
  engine: { folder: CORE, program: "main.js", help: HELP },
});

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [first, ...rest] = process.argv.slice(2);
const isNamed = first === "peers" || first === "console";
const { folder, program, help } = BENCHES[isNamed ? first : "engine"];
const args = isNamed ? rest : process.argv.slice(2);

/** Standard output is the benchmark's alone. */
async function measure() {
  const problem = await compileBench(root, folder);
  if (problem) {
    console.error(problem);
    return 1;
  }
  const path = join(root, folder, "bench", "dist", "bench", program);
  return runInForeground(process.execPath, [path, ...args], { cwd: process.cwd() });
}

process.exitCode = await runPrepared({ root, args, help }, measure);
