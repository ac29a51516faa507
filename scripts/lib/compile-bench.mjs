import { join } from "node:path";
import { runQuietly } from "./run.mjs";

/**
 * The benchmark is no part of what is shipped, so the build leaves it out. What is compiled already is left as it is.
 *
 * @param {string} root
 * @param {string} folder of the workspace
 * @returns {Promise<string | undefined>} what is wrong; undefined when all is ready
 */
export async function compileBench(root, folder) {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const cwd = join(root, folder);
  const { code, output } = await runQuietly(process.execPath, [tsc, "-p", "tsconfig.bench.json"], { cwd });
  return code === 0 ? undefined : `The benchmark does not compile:\n${output}`;
}
