import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ModelError } from "../src/models/model-manifest.js";
import type { SearchReport } from "./bench-search.js";
import { chooseData } from "./data/choose-data.js";
import { DatasetError } from "./data/lfw.js";
import { DEFAULT_MODEL } from "./model/model-named.js";
import { type MeasureOptions, type Options, type ProfilesOptions, parseOptions, UsageError } from "./options.js";
import type { PeerReport } from "./peers/take-turns.js";
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
  // Read before minutes are spent.
  const peers = readOther<PeerReport>(options.peers, ({ format }) => format === "facenet-bench-peers/1");
  const search = readOther<SearchReport>(options.search, ({ galleries }) => Array.isArray(galleries));
  const dataset = await chooseData(data, process.env.FACENET_TEST_DATA);
  if (writeCurves !== undefined) assertWhole({ kind: dataset.kind, quick });
  const all = await runProfiles(dataset, { quick, cache, threads, seed, now: () => new Date(), progress });
  write(options.markdown, () => reportMarkdown(all.profiles.standard, all, { peers, search }));
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

const readReport = (file: string) => readJson<BenchReport>(file, ({ format }) => format === "facenet-bench/1");

const readOther = <Report>(file: string | undefined, isOne: (report: Partial<Report>) => boolean) =>
  file === undefined ? undefined : readJson<Report>(file, isOne);

/** @throws UsageError */
function readJson<Report>(file: string, isOne: (report: Partial<Report>) => boolean): Report {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch (error) {
    throw new UsageError(`${file} is not a report: ${error instanceof Error ? error.message : error}`);
  }
  if (!isOne(report)) throw new UsageError(`${file} is not a report of this benchmark.`);
  return report;
}

function write(file: string | undefined, content: () => string): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content());
  progress.say(`wrote ${file}`);
}

process.exitCode = await main();
