import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export const HELP = `npm run bench [-- OPTIONS]
npm run bench -- compare A.json B.json [--json]

Measures accuracy, speed and search of the engine. Without --data: lfw-dev in the folder that FACENET_TEST_DATA names;
without that, a self-test on the sample photos that came with the packages.

  --data DIR          images/NAME/NAME_NNNN.jpg and pairs.txt (LFW's View 2 format: folds TAB pairs-per-class, then pairs)
  --quick             a part of the pairs and few repetitions: for a look, not for a comparison
  --json              the report as JSON on standard output, and nothing else there
  --html FILE         the report as one web page
  --markdown FILE     the report as Markdown, as in docs/benchmarks.md
  --write-curve FILE  the reference curve that new sites take their thresholds from
  --from FILE         takes a report that was kept with --json instead of measuring
  --threads N         threads that embed photos together (default: all, here ${availableParallelism()})
  --seed N            seed of the resamples behind the intervals (default 1)
  --no-cache          neither reads nor keeps embeddings; they are kept in .cache/bench, for the same files and networks
  --help

npm run bench:peers -- --help compares with other packages on the same photos.
`;

/** What was typed cannot be done; the message says why. */
export class UsageError extends Error {}

export interface MeasureOptions {
  readonly command: "measure";
  readonly data: string | undefined;
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
  | { readonly command: "help" }
  | { readonly command: "compare"; readonly a: string; readonly b: string; readonly json: boolean }
  | MeasureOptions;

/** @throws UsageError */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  if (values.help) return { command: "help" };
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
  if (values.from !== undefined && (values.data !== undefined || values.quick)) {
    throw new UsageError("--from takes a report as it is: it does not go with --data or --quick.");
  }
  return {
    command: "measure",
    data: values.data,
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
        quick: { type: "boolean" },
        json: { type: "boolean" },
        html: { type: "string" },
        markdown: { type: "string" },
        "write-curve": { type: "string" },
        from: { type: "string" },
        threads: { type: "string" },
        seed: { type: "string" },
        "no-cache": { type: "boolean" },
        help: { type: "boolean", short: "h" },
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
