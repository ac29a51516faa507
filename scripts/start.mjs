#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./lib/prepare.mjs";
import { freePort, isPortFree, runTogether } from "./lib/run-together.mjs";

const HELP = `npm start

Installs what is missing, builds what has changed, then runs the server: its database, migrations, GraphQL API and
console. The first start prints a link: whoever opens it becomes the owner. Needs Node 20.19 or newer and nothing else. Ctrl-C stops everything.

Settings are environment variables, for example:
  PORT=4100 npm start                            the API on another port (default 4000)
  CONSOLE_PORT=3100 npm start                    the console on another port (default 3000)
  DATA_DIR=/srv/facenet npm start                data somewhere else (default ./data)
  DATABASE_URL=postgresql://... npm start        your own PostgreSQL 15 or newer
docs/configuration.md lists them all; a wrong value is refused with the reason.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** @param {string} line */
const say = (line) => console.log(line);

async function main() {
  if (process.argv.includes("--help") || process.argv.includes("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const problem = await prepare(root, say);
  if (problem) {
    console.error(problem);
    return 1;
  }
  const { env } = process;
  const host = env.HOST || "127.0.0.1";
  const consolePort = Number(env.CONSOLE_PORT || 3000);
  // What is not a port number is left to the API, which refuses it together with everything else that is wrong.
  const isPort = Number.isInteger(consolePort) && consolePort >= 0 && consolePort < 65_536;
  // The API prints links to the console, so it has to know the port as well.
  if (consolePort === 0) env.CONSOLE_PORT = String(await freePort(host));
  if (isPort && consolePort !== 0 && !(await isPortFree(host, consolePort))) {
    console.error(`Port ${consolePort} of the console is in use. Choose another one: CONSOLE_PORT=3100 npm start`);
    return 1;
  }
  return runTogether(
    [
      () => ({
        name: "The API",
        program: process.execPath,
        args: [join("apps", "api", "dist", "main.js")],
        readyWhen: /The API is ready at (\S+)\/graphql.*Ctrl-C/s,
      }),
      (ready) => ({
        name: "The console",
        program: process.execPath,
        args: [join("apps", "console", "scripts", "serve.mjs")],
        env: consoleEnv(env, ready?.[1]),
      }),
    ],
    { cwd: root, say: (line) => console.error(line) },
  );
}

/**
 * The console faces browsers, so it is not handed what only the API needs: the master key, the database, keys.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string | undefined} apiUrl
 * @returns {NodeJS.ProcessEnv}
 */
function consoleEnv(env, apiUrl) {
  const { MASTER_KEY, DATABASE_URL, BOOTSTRAP_API_KEY, METRICS_TOKEN, OIDC_CLIENT_SECRET, ...rest } = env;
  return { ...rest, NODE_ENV: "production", ...(apiUrl === undefined ? {} : { API_URL: apiUrl }) };
}

process.exitCode = await main();
