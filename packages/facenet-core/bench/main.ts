import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { ModelError } from "../src/models/model-manifest.js";
import { chooseData } from "./data/choose-data.js";
import { DatasetError } from "./data/lfw.js";
import { DEFAULT_MODEL } from "./model/model-named.js";
import { type MeasureOptions, type Options, parseOptions, UsageError } from "./options.js";
import { progressOn } from "./progress.js";
import { compareReports, comparisonText } from "./report/compare.js";
import { reportHtml } from "./report/html/page.js";
import { reportMarkdown } from "./report/markdown.js";
import { referenceCurveOf } from "./report/reference-curve-file.js";
import { type BenchReport, reportJson } from "./report/report.js";
import { reportText } from "./report/text.js";
import { NothingToMeasureError, runBench } from "./run.js";

const progress = progressOn(process.stderr);

async function main(): Promise<number> {
  try {
    return await run(parseOptions(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(error.message);
      return 2;
    }
    if (error instanceof DatasetError || error instanceof ModelError || error instanceof NothingToMeasureError) {
      console.error(error.message);
      return 1;
    }
    throw error;
  }
}

async function run(options: Options): Promise<number> {
  switch (options.command) {
    case "compare": {
      const comparison = compareReports(readReport(options.a), readReport(options.b));
      const names = { a: basename(options.a), b: basename(options.b) };
      process.stdout.write(options.json ? reportJson(comparison) : comparisonText(comparison, names));
      return 0;
    }
    case "measure":
      await measure(options);
      return 0;
  }
}

async function measure(options: MeasureOptions): Promise<void> {
  const report = options.from === undefined ? await newReport(options) : readReport(options.from);
  if (options.writeCurve !== undefined) assertWhole(report.protocol);
  write(options.html, () => reportHtml(report));
  write(options.markdown, () => reportMarkdown(report));
  write(options.writeCurve, () => `${JSON.stringify(referenceCurveOf(report), null, 2)}\n`);
  process.stdout.write(options.json ? reportJson(report) : reportText(report));
}

/** A curve sets thresholds for years, so it does not rest on a look. */
function assertWhole({ kind, quick }: Pick<BenchReport["protocol"], "kind" | "quick">): void {
  if (kind === "benchmark" && !quick) return;
  throw new UsageError("A reference curve takes a whole benchmark, neither a self-test nor --quick.");
}

async function newReport(options: MeasureOptions): Promise<BenchReport> {
  const { data, quick, cache, threads, seed, writeCurve } = options;
  const dataset = await chooseData(data, process.env.FACENET_TEST_DATA);
  // Said before minutes are spent.
  if (writeCurve !== undefined) assertWhole({ kind: dataset.kind, quick });
  return runBench(dataset, {
    model: options.model ?? DEFAULT_MODEL,
    quick,
    cache,
    threads,
    seed,
    now: () => new Date(),
    progress,
  });
}

function readReport(file: string): BenchReport {
  let report: BenchReport;
  try {
    report = JSON.parse(readFileSync(file, "utf8")) as BenchReport;
  } catch (error) {
    throw new UsageError(`${file} is not a report: ${error instanceof Error ? error.message : error}`);
  }
  if (report.format !== "facenet-bench/1") throw new UsageError(`${file} is not a report of this benchmark.`);
  return report;
}

function write(file: string | undefined, content: () => string): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content());
  progress.say(`wrote ${file}`);
}

process.exitCode = await main();
