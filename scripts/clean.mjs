#!/usr/bin/env node
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listWorkspaces } from "./lib/workspaces.mjs";

/** Removes what the build made and its cache. The data folder and the installed packages stay. */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const made = [".turbo", ".cache", "coverage"];
for (const { folder } of listWorkspaces(root)) {
  for (const name of [
    "dist",
    ".next",
    ".turbo",
    "coverage",
    join("src", "generated"),
    "networks",
    join("bench", "dist"),
  ])
    made.push(join(folder, name));
}
for (const path of made) rmSync(join(root, path), { recursive: true, force: true });
