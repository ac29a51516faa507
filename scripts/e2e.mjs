#!/usr/bin/env node
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "./lib/run.mjs";
import { runPrepared } from "./lib/run-prepared.mjs";

const HELP = `npm run e2e [-- PATTERN ...]
npm run screenshots

The console's tests in a real browser, alone. screenshots writes a picture of every page besides, on a desktop and a phone,
light and dark, into the git-ignored folder screenshots/.
`;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [mode, ...patterns] = process.argv.slice(2);
const shoots = mode === "--screenshots";
const wanted = shoots || mode === undefined ? patterns : [mode, ...patterns];

process.exitCode = await runPrepared({ root, args: wanted, help: HELP }, () => {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, REQUIRE_BROWSER: "true" };
  if (shoots) {
    const folder = join(root, "screenshots");
    mkdirSync(folder, { recursive: true });
    env.CONSOLE_SCREENSHOTS = folder;
  }
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--project", "facenet-console", ...(wanted.length === 0 ? ["e2e"] : wanted)];
  return runInForeground(process.execPath, args, { cwd: root, env });
});
