import { prepare } from "./prepare.mjs";

/**
 * What most commands are: help where it is asked for; else the repository made ready, then the work.
 *
 * @param {{ root: string, args: readonly string[], help?: string, say?: (line: string) => void }} options `help`: left
 *   out where the work has its own; `say`: progress, on standard error unless told otherwise
 * @param {() => Promise<number>} work
 * @returns {Promise<number>} the exit code
 */
export async function runPrepared({ root, args, help, say = console.error }, work) {
  if (help !== undefined && (args.includes("--help") || args.includes("-h"))) {
    process.stdout.write(help);
    return 0;
  }
  const problem = await prepare(root, say);
  if (problem) {
    console.error(problem);
    return 1;
  }
  return work();
}
