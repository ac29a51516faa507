#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./lib/prepare.mjs";
import { runInForeground, runQuietly } from "./lib/run.mjs";

/*
 * Measures the engine (npm run bench) or compares it with other packages (npm run bench:peers): installs what is missing,
 * builds what has changed, compiles the benchmark and runs it. Standard output is the benchmark's alone.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const core = join(root, "packages", "facenet-core");
const PROGRAMS = { measure: ["bench", "main.js"], peers: ["bench", "peers", "main.js"] };

async function main() {
  const [first, ...rest] = process.argv.slice(2);
  const peers = first === "peers";
  const args = peers ? rest : process.argv.slice(2);
  const problem = (await prepare(root, console.error)) ?? (await compile());
  if (problem) {
    console.error(problem);
    return 1;
  }
  const program = join(core, "bench", "dist", ...(peers ? PROGRAMS.peers : PROGRAMS.measure));
  return runInForeground(process.execPath, [program, ...args], { cwd: process.cwd() });
}

/** @returns {Promise<string | undefined>} what is wrong; undefined when all is ready */
async function compile() {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { code, output } = await runQuietly(process.execPath, [tsc, "-p", "tsconfig.bench.json"], { cwd: core });
  return code === 0 ? undefined : `The benchmark does not compile:\n${output}`;
}

process.exitCode = await main();
