#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./lib/prepare.mjs";
import { runInForeground } from "./lib/run.mjs";

/** `npm run faces -- ...`: installs and builds what is missing, then runs the program, whose own --help says what it does. */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

async function main() {
  const problem = await prepare(root, console.error);
  if (problem) {
    console.error(problem);
    return 1;
  }
  const program = join(root, "apps", "cli", "bin", "faces.mjs");
  return runInForeground(process.execPath, [program, ...process.argv.slice(2)], { cwd: process.cwd() });
}

process.exitCode = await main();
