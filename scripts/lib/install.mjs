import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npmCommand, runQuietly, secondsSince } from "./run.mjs";

export class InstallFailedError extends Error {}

const MINIMUM_NODE = [20, 19];

/**
 * @param {string} version as in process.versions.node
 * @returns {string | undefined} what is wrong and what to do about it; undefined where nothing is
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return undefined;
  return `Node ${MINIMUM_NODE.join(".")} or newer is needed; this is Node ${version}. Get it from https://nodejs.org and try again.`;
}

/**
 * Whether node_modules holds what package-lock.json asks for. We leave a stamp after each install; where there is none,
 * because somebody ran npm by hand, npm's own record of what it installed is compared with the lockfile.
 *
 * @param {string} root
 * @returns {"current" | "missing" | "changed"}
 */
export function installState(root) {
  if (!existsSync(join(root, "node_modules"))) return "missing";
  const lock = readIfThere(join(root, "package-lock.json"));
  const stamp = readIfThere(stampFile(root));
  if (stamp !== undefined) return stamp === fingerprint(lock) ? "current" : "changed";
  const installed = readIfThere(join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) return "missing";
  return lock !== undefined && holdsAll(lock, installed) ? "current" : "changed";
}

/**
 * Installs what is missing, and says so; silent when nothing is.
 *
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {InstallFailedError} with npm's own output
 */
export async function ensureInstalled(root, say) {
  const state = installState(root);
  if (state === "current") {
    if (!existsSync(stampFile(root))) writeStamp(root);
    return;
  }
  say(
    state === "missing"
      ? "Installing packages (once, a minute or two) ..."
      : "Installing packages (package-lock.json has changed) ...",
  );
  const startedAt = performance.now();
  // An install that is interrupted must not look finished.
  rmSync(stampFile(root), { force: true });
  const npm = npmCommand(process.env);
  const verb = existsSync(join(root, "package-lock.json")) ? "ci" : "install";
  const { code, output } = await runQuietly(
    npm.program,
    // The build needs the development dependencies, whatever NODE_ENV says.
    [...npm.args, verb, "--include=dev", "--no-progress", "--loglevel=error"],
    { cwd: root },
  );
  if (code !== 0) throw new InstallFailedError(`npm ${verb} failed with exit code ${code}:\n${output}`);
  writeStamp(root);
  say(`Installed in ${secondsSince(startedAt)}.`);
}

/** @param {string} root */
function stampFile(root) {
  return join(root, "node_modules", ".facenet-install");
}

/** @param {string} root */
function writeStamp(root) {
  writeFileSync(stampFile(root), fingerprint(readIfThere(join(root, "package-lock.json"))));
}

/**
 * The platform counts because a folder can be shared between machines, and native packages cannot.
 *
 * @param {string | undefined} lock
 */
function fingerprint(lock) {
  const hash = createHash("sha256")
    .update(lock ?? "")
    .digest("hex");
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/**
 * Optional packages are left out of the comparison: npm skips those of other platforms.
 *
 * @param {string} lock
 * @param {string} installed
 */
function holdsAll(lock, installed) {
  /** @typedef {{ version?: string, optional?: boolean, link?: boolean }} Entry */
  /** @type {Record<string, Entry>} */
  const wanted = JSON.parse(lock).packages ?? {};
  /** @type {Record<string, Entry>} */
  const present = JSON.parse(installed).packages ?? {};
  return Object.entries(wanted).every(
    ([path, entry]) => !path.startsWith("node_modules/") || entry.optional || present[path]?.version === entry.version,
  );
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
