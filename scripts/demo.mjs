#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./lib/prepare.mjs";
import { runInForeground } from "./lib/run.mjs";

const HELP = `npm run demo [-- --json]

Runs a server of its own on a free port, with data that is thrown away, and shows it the sample photos that came with the
packages: finds every face, enrols the people of some photos, asks who is on all of them, and writes one annotated picture
to demo-output/. --json prints the result for programs.
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
  return runInForeground(process.execPath, [join("apps", "api", "scripts", "demo.mjs"), ...process.argv.slice(2)], {
    cwd: root,
  });
}

process.exitCode = await main();
