#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "./lib/run.mjs";
import { runPrepared } from "./lib/run-prepared.mjs";

const HELP = `npm run docs

Writes what the documentation takes from the code: the table of variables in docs/configuration.md.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

process.exitCode = await runPrepared({ root, args: process.argv.slice(2), help: HELP }, () =>
  runInForeground(process.execPath, [join("apps", "api", "scripts", "emit-configuration.mjs")], { cwd: root }),
);
