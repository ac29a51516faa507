import { BuildFailedError, build } from "./build.mjs";
import { ensureInstalled, InstallFailedError, nodeProblem } from "./install.mjs";

/**
 * What every command does first: looks at the Node version, installs what is missing and builds what has changed.
 *
 * @param {string} root
 * @param {(line: string) => void} say progress
 * @returns {Promise<string | undefined>} what is wrong, in words for the user; undefined when all is ready
 */
export async function prepare(root, say) {
  const problem = nodeProblem(process.versions.node);
  if (problem) return problem;
  try {
    await ensureInstalled(root, say);
    await build(root, say);
    return undefined;
  } catch (error) {
    if (!(error instanceof InstallFailedError || error instanceof BuildFailedError)) throw error;
    return error.message;
  }
}
