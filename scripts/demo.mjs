#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "./lib/run.mjs";
import { runPrepared } from "./lib/run-prepared.mjs";

const HELP = `npm run demo [-- --json]

Runs a server of its own on a free port, with data that is thrown away, and shows it the sample photos that came with the
packages: finds every face, enrols the people of some photos, asks who is on all of them, and writes one annotated picture
to demo-output/. --json prints the result for programs.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const args = process.argv.slice(2);

process.exitCode = await runPrepared({ root, args, help: HELP }, () =>
  runInForeground(process.execPath, [join("apps", "api", "scripts", "demo.mjs"), ...args], { cwd: root }),
);
