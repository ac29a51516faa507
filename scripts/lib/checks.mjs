import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runQuietly, secondsSince } from "./run.mjs";
import { listWorkspaces } from "./workspaces.mjs";

/**
 * @typedef {{ name: string, program: string, args: string[] }} Check
 * @typedef {{ name: string, passed: boolean, output: string, took: string }} CheckResult
 */

/**
 * Everything that can be said about the code without running it.
 *
 * @param {string} root
 * @returns {Check[]}
 */
export function listChecks(root) {
  const typed = [{ name: "scripts", folder: "." }, ...listWorkspaces(root)].filter(({ folder }) =>
    existsSync(join(root, folder, "tsconfig.json")),
  );
  return [
    nodeTool(root, "style", "@biomejs/biome", "biome", ["ci", "--colors=off", "--error-on-warnings", "."]),
    nodeTool(root, "boundaries", "dependency-cruiser", "depcruise", [
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err-long",
      ...["packages", "apps", "scripts"].filter((folder) => existsSync(join(root, folder))),
    ]),
    nodeTool(root, "dead-code", "knip", "knip", ["--no-progress", "--no-config-hints"]),
    ...typed.map(({ name, folder }) =>
      nodeTool(root, `types ${name}`, "typescript", "tsc", ["--noEmit", "--project", join(folder, "tsconfig.json")]),
    ),
  ];
}

/**
 * @param {string} root
 * @param {Check[]} checks
 * @param {(result: CheckResult) => void} onResult called as each one ends
 * @returns {Promise<CheckResult[]>} in the order of `checks`
 */
export async function runChecks(root, checks, onResult) {
  /** @type {CheckResult[]} */
  const results = [];
  const queue = checks.map((check, index) => ({ check, index }));
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const startedAt = performance.now();
      const { code, output } = await runQuietly(next.check.program, next.check.args, { cwd: root });
      const result = { name: next.check.name, passed: code === 0, output, took: secondsSince(startedAt) };
      results[next.index] = result;
      onResult(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/**
 * Runs the script behind a package's command with our own Node: no shell, no PATH, no dependence on links in .bin.
 *
 * @param {string} root
 * @param {string} name
 * @param {string} packageName
 * @param {string} command
 * @param {string[]} args
 * @returns {Check}
 */
function nodeTool(root, name, packageName, command, args) {
  const manifestFile = join(root, "node_modules", packageName, "package.json");
  const { bin } = createRequire(import.meta.url)(manifestFile);
  const script = typeof bin === "string" ? bin : bin[command];
  return { name, program: process.execPath, args: [join(dirname(manifestFile), script), ...args] };
}
