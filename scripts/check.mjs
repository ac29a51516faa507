#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listChecks, runChecks } from "./lib/checks.mjs";
import { runPrepared } from "./lib/run-prepared.mjs";

const HELP = `npm run check [-- NAME ...]

Checks the code without running its tests: style (format and lint), boundaries, dead-code, and types of each workspace.
With names, only the checks whose name begins with one of them.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const args = process.argv.slice(2);

async function check() {
  const checks = listChecks(root).filter(({ name }) => args.length === 0 || args.some((arg) => name.startsWith(arg)));
  if (checks.length === 0) {
    console.error(`No check is called ${args.join(", ")}.`);
    return 1;
  }
  const results = await runChecks(root, checks, ({ name, passed, output, took }) => {
    console.log(`${passed ? "passed" : "FAILED"}  ${name}  (${took})`);
    if (!passed) console.log(`${output}\n`);
  });
  return results.every(({ passed }) => passed) ? 0 : 1;
}

// Types are read across workspaces from what they build.
process.exitCode = await runPrepared({ root, args, help: HELP, say: console.log }, check);
