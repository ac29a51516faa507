#!/usr/bin/env node
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildFailedError, build } from "./lib/build.mjs";
import { listChecks, runChecks } from "./lib/checks.mjs";
import { compileBench } from "./lib/compile-bench.mjs";
import { ensureInstalled, InstallFailedError, nodeProblem } from "./lib/install.mjs";
import { runInForeground } from "./lib/run.mjs";
import { summarize, table } from "./lib/test-report.mjs";
import { listWorkspaces } from "./lib/workspaces.mjs";

const HELP = `npm test [-- PATTERN ...]

Installs what is missing, builds what has changed, checks the code (style, boundaries, dead code, types) and runs every
test. With a pattern, only the test files whose path contains it, and no checks.

  CI=true                   a machine without a browser, and no way to get one, makes the tests fail
  FACENET_TEST_DATA=/path   a folder with the larger photo sets; tests that need it are skipped without it
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

async function main() {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const problem = nodeProblem(process.versions.node);
  if (problem) {
    console.error(problem);
    return 1;
  }
  try {
    await ensureInstalled(root, console.log);
    await build(root, console.log);
    // Once, because several tests start it. What does not compile fails the check of types.
    await compileBench(root, join("packages", "facenet-core"));
  } catch (error) {
    if (!(error instanceof InstallFailedError || error instanceof BuildFailedError)) throw error;
    console.error(error.message);
    console.log("\n0 passed, 1 failed, 0 skipped");
    return 1;
  }

  const checks = args.length === 0 ? await runChecks(root, listChecks(root), reportCheck) : [];
  const { report, code } = await runVitest(args);

  const workspaces = [...listWorkspaces(root), { name: "scripts", folder: "scripts" }];
  const { suites, skippedTests } = summarize(report, root, workspaces);
  const ran = suites.reduce((sum, { passed, failed }) => sum + passed + failed, 0);
  const failedTests = suites.reduce((sum, { failed }) => sum + failed, 0);
  const problems = [
    ...(ran === 0 ? ["no test ran"] : []),
    // For example an error that was thrown after its test had ended.
    ...(code !== 0 && failedTests === 0 && ran > 0 ? [`vitest ended with exit code ${code} outside of any test`] : []),
  ];

  const lines = table([
    ["suite", "ran", "failed", "skipped"],
    ...suites.map(({ name, passed, failed, skipped }) => [name, passed + failed, failed, skipped].map(String)),
  ]);
  console.log(`\n${lines.join("\n")}`);
  for (const { suite, reason, count } of skippedTests) console.log(`skipped ${count} of ${suite}: ${reason}`);
  if (checks.length > 0) console.log(`\n${table(checks.map(checkRow)).join("\n")}`);
  for (const line of problems) console.log(`FAILED  ${line}`);

  const passed = ran - failedTests + checks.filter((check) => check.passed).length;
  const failed = failedTests + checks.filter((check) => !check.passed).length + problems.length;
  const skipped = suites.reduce((sum, suite) => sum + suite.skipped, 0);
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

/** @param {import("./lib/checks.mjs").CheckResult} result */
function reportCheck({ name, passed, output, took }) {
  console.log(`${passed ? "passed" : "FAILED"}  ${name}  (${took})`);
  if (!passed) console.log(`${output}\n`);
}

/** @param {import("./lib/checks.mjs").CheckResult} result */
function checkRow({ name, passed }) {
  return [`check ${name}`, passed ? "passed" : "FAILED"];
}

/**
 * @param {readonly string[]} patterns
 * @returns {Promise<{ code: number, report: { testResults: import("./lib/test-report.mjs").FileResult[] } }>}
 */
async function runVitest(patterns) {
  const folder = mkdtempSync(join(tmpdir(), "facenet-test-"));
  const reportFile = join(folder, "report.json");
  try {
    const code = await runInForeground(
      process.execPath,
      [
        join("node_modules", "vitest", "vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${reportFile}`,
        ...patterns,
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          CI: "true",
          REQUIRE_BROWSER: process.env.CI ?? "",
          ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
        },
      },
    );
    const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, "utf8")) : { testResults: [] };
    return { code, report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
