#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./lib/prepare.mjs";
import { runInForeground } from "./lib/run.mjs";

const HELP = `npm run docs

Writes what the documentation takes from the code: the table of variables in docs/configuration.md.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

async function main() {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const problem = await prepare(root, console.error);
  if (problem) {
    console.error(problem);
    return 1;
  }
  return runInForeground(process.execPath, [join("apps", "api", "scripts", "emit-configuration.mjs")], { cwd: root });
}

process.exitCode = await main();
