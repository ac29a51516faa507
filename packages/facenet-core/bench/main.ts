import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ModelError } from "../src/models/model-manifest.js";
import { chooseData } from "./data/choose-data.js";
import { DatasetError } from "./data/lfw.js";
import { DEFAULT_MODEL } from "./model/model-named.js";
import { type MeasureOptions, type Options, type ProfilesOptions, parseOptions, UsageError } from "./options.js";
import { runProfiles } from "./profiles.js";
import { progressOn } from "./progress.js";
import { compareReports, comparisonText } from "./report/compare.js";
import { reportHtml } from "./report/html/page.js";
import { reportMarkdown } from "./report/markdown.js";
import { profilesText } from "./report/profiles.js";
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
    case "profiles":
      await measureProfiles(options);
      return 0;
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
  write(options.writeCurve, () => curveJson(report));
  process.stdout.write(options.json ? reportJson(report) : reportText(report));
}

async function measureProfiles({ writeCurves, ...options }: ProfilesOptions): Promise<void> {
  const { data, quick, cache, threads, seed } = options;
  const dataset = await chooseData(data, process.env.FACENET_TEST_DATA);
  if (writeCurves !== undefined) assertWhole({ kind: dataset.kind, quick });
  const all = await runProfiles(dataset, { quick, cache, threads, seed, now: () => new Date(), progress });
  write(options.markdown, () => reportMarkdown(all.profiles.standard, all));
  for (const [name, report] of Object.entries(writeCurves === undefined ? {} : all.profiles))
    write(join(writeCurves ?? "", `${name}.json`), () => curveJson(report));
  process.stdout.write(options.json ? reportJson(all) : profilesText(all));
}

const curveJson = (report: BenchReport) => `${JSON.stringify(referenceCurveOf(report), null, 2)}\n`;

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
  const { report } = await runBench(dataset, {
    model: options.model ?? DEFAULT_MODEL,
    quick,
    cache,
    threads,
    seed,
    now: () => new Date(),
    progress,
  });
  return report;
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
