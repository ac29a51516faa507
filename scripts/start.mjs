#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildFailedError, build } from "./lib/build.mjs";
import { ensureInstalled, InstallFailedError, nodeProblem } from "./lib/install.mjs";
import { runInForeground } from "./lib/run.mjs";

const HELP = `npm start

Installs what is missing, builds what has changed, then runs the server: its database, migrations, first API key and
GraphQL API. Needs Node 20.19 or newer and nothing else. Ctrl-C stops everything.

Settings are environment variables, for example:
  PORT=4100 npm start                            the API on another port (default 4000)
  DATA_DIR=/srv/facenet npm start                data somewhere else (default ./data)
  DATABASE_URL=postgresql://... npm start        your own PostgreSQL 15 or newer
README.md lists them all; a wrong value is refused with the reason.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** @param {string} line */
const say = (line) => console.log(line);

async function main() {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const problem = nodeProblem(process.versions.node);
  if (problem) {
    console.error(problem);
    return 1;
  }
  try {
    await ensureInstalled(root, say);
    await build(root, say);
  } catch (error) {
    if (!(error instanceof InstallFailedError || error instanceof BuildFailedError)) throw error;
    console.error(error.message);
    return 1;
  }
  return runInForeground(process.execPath, [join("apps", "api", "dist", "main.js")], { cwd: root });
}

process.exitCode = await main();
