import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

/** What was typed cannot be done; the message says why. */
export class UsageError extends Error {}

export interface MeasureOptions {
  readonly command: "measure";
  readonly data: string | undefined;
  /** A profile, or the path of a manifest; `standard` when it is left out. */
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

export interface ProfilesOptions
  extends Pick<MeasureOptions, "data" | "quick" | "json" | "markdown" | "threads" | "seed" | "cache"> {
  readonly command: "profiles";
  /** Folder for one curve a profile. */
  readonly writeCurves: string | undefined;
  /** Reports of the other benchmarks, which the Markdown shows too. */
  readonly peers: string | undefined;
  readonly search: string | undefined;
}

export type Options =
  | { readonly command: "compare"; readonly a: string; readonly b: string; readonly json: boolean }
  | MeasureOptions
  | ProfilesOptions;

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
  const measured = {
    data: values.data,
    quick: values.quick ?? false,
    json,
    markdown: values.markdown,
    threads: whole("--threads", values.threads, 1) ?? availableParallelism(),
    seed: whole("--seed", values.seed, 0) ?? 1,
    cache: !values["no-cache"],
  };
  if (command === "profiles" && files.length === 0) {
    const { model, html, from, "write-curve": writeCurve } = values;
    if ([model, html, from, writeCurve].some((value) => value !== undefined))
      throw new UsageError("profiles does not go with --model, --html, --from or --write-curve.");
    const { peers, search } = values;
    return { command, ...measured, writeCurves: values["write-curves"], peers, search };
  }
  for (const option of ["write-curves", "peers", "search"] as const)
    if (values[option] !== undefined) throw new UsageError(`--${option} goes with profiles alone.`);
  if (command !== undefined) throw new UsageError(`"${command}" is no command; see --help.`);
  if (values.from !== undefined && (values.data !== undefined || values.model !== undefined || values.quick)) {
    throw new UsageError("--from takes a report as it is: it does not go with --data, --model or --quick.");
  }
  return {
    command: "measure",
    ...measured,
    model: values.model,
    html: values.html,
    writeCurve: values["write-curve"],
    from: values.from,
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
        "write-curves": { type: "string" },
        peers: { type: "string" },
        search: { type: "string" },
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
