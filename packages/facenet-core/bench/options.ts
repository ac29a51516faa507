import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

/** What was typed cannot be done; the message says why. */
export class UsageError extends Error {}

export interface MeasureOptions {
  readonly command: "measure";
  readonly data: string | undefined;
  /** Path of a manifest; the built-in model when it is left out. */
  readonly model: string | undefined;
  readonly quick: boolean;
  readonly json: boolean;
  readonly html: string | undefined;
  readonly markdown: string | undefined;
  readonly writeCurve: string | undefined;
  readonly from: string | undefined;
  readonly threads: number;
  readonly seed: number;
  readonly cache: boolean;
}

export type Options =
  | { readonly command: "compare"; readonly a: string; readonly b: string; readonly json: boolean }
  | MeasureOptions;

/**
 * The options that `npm run bench -- --help` lists.
 *
 * @throws UsageError
 */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const json = values.json ?? false;
  const [command, ...files] = positionals;
  if (command === "compare") {
    const [a, b] = files;
    if (files.length !== 2 || a === undefined || b === undefined) {
      throw new UsageError("compare takes two reports: npm run bench -- compare A.json B.json");
    }
    return { command, a, b, json };
  }
  if (command !== undefined) throw new UsageError(`"${command}" is no command; see --help.`);
  if (values.from !== undefined && (values.data !== undefined || values.model !== undefined || values.quick)) {
    throw new UsageError("--from takes a report as it is: it does not go with --data, --model or --quick.");
  }
  return {
    command: "measure",
    data: values.data,
    model: values.model,
    quick: values.quick ?? false,
    json,
    html: values.html,
    markdown: values.markdown,
    writeCurve: values["write-curve"],
    from: values.from,
    threads: whole("--threads", values.threads, 1) ?? availableParallelism(),
    seed: whole("--seed", values.seed, 0) ?? 1,
    cache: !values["no-cache"],
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: "string" },
        model: { type: "string" },
        quick: { type: "boolean" },
        json: { type: "boolean" },
        html: { type: "string" },
        markdown: { type: "string" },
        "write-curve": { type: "string" },
        from: { type: "string" },
        threads: { type: "string" },
        seed: { type: "string" },
        "no-cache": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new UsageError(`${option} takes a whole number from ${least}, not "${text}".`);
  }
  return value;
}
