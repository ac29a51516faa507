import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { ReferenceCurve } from "./reference-curve.js";

const count = z.int().nonnegative();
const rate = z.number().min(0).max(1);

const curve = z.object({
  modelId: z.string().min(1),
  benchmark: z.string(),
  protocol: z.string(),
  people: count,
  images: count,
  impostorPairs: count,
  genuinePairs: count,
  points: z
    .array(
      z.object({
        fmr: rate,
        distance: z.number().min(0).max(2),
        falseMatches: count,
        fnmr: rate,
        falseNonMatches: count,
        low: rate,
        high: rate,
      }),
    )
    .min(1),
  ambiguity: z.object({ margin: z.number().min(0).max(2), basis: z.string(), searches: count }),
});

/** A file that is there and is no reference curve. */
export class ReferenceCurveError extends Error {
  override readonly name = "ReferenceCurveError";

  constructor(file: string, detail: string) {
    super(`${file}: ${detail}`);
  }
}

/** Where the curve of a model lies: `arcface.curve.json` beside its manifest `arcface.json`. */
export const curvePathOf = (manifestPath: string): string => `${manifestPath.replace(/\.json$/, "")}.curve.json`;

/**
 * A curve that `npm run bench -- --write-curve FILE` wrote; undefined where there is no such file.
 * @throws ReferenceCurveError
 */
export async function readReferenceCurve(file: string): Promise<ReferenceCurve | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReferenceCurveError(file, "it is no JSON");
  }
  const parsed = curve.safeParse(value);
  if (!parsed.success) throw new ReferenceCurveError(file, z.prettifyError(parsed.error));
  return parsed.data;
}
