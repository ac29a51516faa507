#!/usr/bin/env node
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { completeLockInPlace } from "./lib/lockfile.mjs";
import { npmCommand, runQuietly } from "./lib/run.mjs";

/** Brings package-lock.json up to date with every package.json, for all platforms, without installing anything. */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

async function main() {
  const npm = npmCommand(process.env);
  const args = [...npm.args, "install", "--package-lock-only", "--no-progress", "--loglevel=error"];
  const { code, output } = await runQuietly(npm.program, args, { cwd: root });
  if (code !== 0) {
    console.error(output);
    return code;
  }
  const file = join(root, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const added = completeLockInPlace(lock);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(added.length === 0 ? "package-lock.json is complete." : `Added ${added.join(", ")}.`);
  return 0;
}

process.exitCode = await main();
