import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

export const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

const DOWNLOAD_MS = 180_000;

/**
 * An installed browser; where there is none, Playwright's download; where that is not to be had, on Debian as root, the
 * system's own package.
 */
export function getBrowser(): { path: string } | { missing: string } {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) return existsSync(wanted) ? { path: wanted } : { missing: `CHROMIUM_PATH is not there: ${wanted}` };
  const installed = findBrowser();
  if (installed !== undefined) return { path: installed };
  const downloaded = downloadBrowser();
  if (downloaded !== undefined) return { path: downloaded };
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    return { missing: "needs Chromium, Chrome or Edge: install one or set CHROMIUM_PATH" };
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    spawnSync("apt-get", ["-qq", ...args], { env, stdio: "ignore", timeout: 180_000 });
  }
  const now = findBrowser();
  return now === undefined ? { missing: "needs Chromium, and apt-get could not install it" } : { path: now };
}

function downloadBrowser(): string | undefined {
  const own = chromium.executablePath();
  if (!existsSync(own)) {
    // Its command is not among what the package exports.
    const cli = join(dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")), "cli.js");
    spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "ignore", timeout: DOWNLOAD_MS });
  }
  return existsSync(own) ? own : undefined;
}

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).concat("/usr/bin", "/usr/local/bin", "/snap/bin");
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
