import { existsSync } from "node:fs";
import { join } from "node:path";
import { npmCommand, runQuietly, secondsSince } from "./run.mjs";

export class BuildFailedError extends Error {}

/** Below this the build came out of Turborepo's cache, and a line about it would be noise. */
const WORTH_A_LINE_MS = 3000;

/**
 * Builds every workspace; what has not changed comes out of Turborepo's cache.
 *
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {BuildFailedError} with the output of the build
 */
export async function build(root, say) {
  const startedAt = performance.now();
  const announce = setTimeout(() => say("Building (about a minute the first time, seconds after that) ..."), 1000);
  const { program, args } = buildCommand(root);
  const { code, output } = await runQuietly(program, args, {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1", DO_NOT_TRACK: "1" },
  }).finally(() => clearTimeout(announce));
  if (code !== 0) throw new BuildFailedError(`The build failed with exit code ${code}:\n${output}`);
  if (performance.now() - startedAt > WORTH_A_LINE_MS) say(`Built in ${secondsSince(startedAt)}.`);
}

/**
 * Turborepo is a native program; on a platform without it npm builds the workspaces in their order, without a cache.
 *
 * @param {string} root
 */
function buildCommand(root) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const arch = process.arch === "x64" ? "64" : process.arch;
  const turbo = join(root, "node_modules", "@turbo", `${platform}-${arch}`);
  if (existsSync(turbo)) {
    const cli = join(root, "node_modules", "turbo", "bin", "turbo");
    return { program: process.execPath, args: [cli, "run", "build", "--output-logs=errors-only"] };
  }
  const npm = npmCommand(process.env);
  return { program: npm.program, args: [...npm.args, "run", "build", "--workspaces", "--if-present"] };
}
