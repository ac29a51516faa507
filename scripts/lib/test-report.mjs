/**
 * @typedef {{ name: string, passed: number, failed: number, skipped: number }} SuiteCount
 * @typedef {{ suites: SuiteCount[], skippedTests: { suite: string, reason: string, count: number }[] }} TestSummary
 * @typedef {{ fullName: string, status: string, ancestorTitles: string[], title: string }} AssertionResult
 * @typedef {{ name: string, status: string, assertionResults: AssertionResult[] }} FileResult
 */

/**
 * Counts the tests of vitest's JSON report by workspace.
 *
 * @param {{ testResults: FileResult[] }} report file names are absolute
 * @param {string} root
 * @param {readonly { name: string, folder: string }[]} workspaces
 * @returns {TestSummary}
 */
export function summarize(report, root, workspaces) {
  const prefix = `${root.replaceAll("\\", "/").replace(/\/$/, "")}/`;
  /** @type {Map<string, SuiteCount>} */
  const suites = new Map(workspaces.map(({ name }) => [name, { name, passed: 0, failed: 0, skipped: 0 }]));
  /** @type {Map<string, { suite: string, reason: string, count: number }>} */
  const skippedTests = new Map();
  for (const file of report.testResults) {
    const path = file.name.replaceAll("\\", "/");
    const owner = workspaces.find(({ folder }) => path.startsWith(`${prefix}${folder}/`));
    const name = owner?.name ?? "other";
    const suite = suites.get(name) ?? { name, passed: 0, failed: 0, skipped: 0 };
    suites.set(name, suite);
    for (const test of file.assertionResults) {
      if (test.status === "passed") suite.passed += 1;
      else if (test.status === "failed") suite.failed += 1;
      else {
        suite.skipped += 1;
        // The outermost name says why: "on lfw-dev (needs FACENET_TEST_DATA)".
        const reason = test.ancestorTitles.find((title) => title !== "") ?? test.title;
        const key = `${name}\n${reason}`;
        const known = skippedTests.get(key);
        if (known) known.count += 1;
        else skippedTests.set(key, { suite: name, reason, count: 1 });
      }
    }
    // A file that fails outside its tests (an import, a hook) would otherwise be counted nowhere.
    const explained = file.assertionResults.some(({ status }) => status === "failed");
    if (file.status === "failed" && !explained) suite.failed += 1;
  }
  return { suites: [...suites.values()], skippedTests: [...skippedTests.values()] };
}

/**
 * @param {readonly (readonly string[])[]} rows the first is the heading; the first column is text, the others numbers
 * @returns {string[]} lines
 */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
