#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "./lib/run.mjs";
import { runPrepared } from "./lib/run-prepared.mjs";

/** `npm run faces -- ...`: the program's own --help says what it does. */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const args = process.argv.slice(2);

process.exitCode = await runPrepared({ root, args }, () =>
  runInForeground(process.execPath, [join(root, "apps", "cli", "bin", "faces.mjs"), ...args], { cwd: process.cwd() }),
);
