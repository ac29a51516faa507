import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { PROFILES } from "./profiles.js";

const BUILT_IN_IDS = new Set<string>(Object.values(PROFILES).map(({ modelId }) => modelId));

/** A model of one's own that cannot be used, with the file that is wrong. */
export class ModelError extends Error {
  constructor(
    readonly code: "INVALID_MANIFEST" | "MISSING_FILE" | "WRONG_HASH" | "WRONG_MODEL",
    readonly file: string,
    detail: string,
  ) {
    super(`${file}: ${detail}`);
    this.name = "ModelError";
  }
}

const text = z.string().trim().min(1, "must not be empty");
const side = z.int("must be a whole number of pixels").min(16).max(1024);
const perChannel = <T extends z.ZodType<number>>(value: T) =>
  z.union([value.transform((one) => [one, one, one] as const), z.tuple([value, value, value])], {
    error: "must be a number, or three of them in the order of the channels",
  });

const alignment = z.discriminatedUnion("template", [
  z.strictObject({ template: z.literal("dlib-chip-150") }),
  z.strictObject({ template: z.literal("arcface-5pt-112") }),
  z.strictObject({ template: z.literal("box"), margin: z.number().min(0).max(2) }),
]);

const input = z
  .strictObject({
    name: text.optional(),
    layout: z.enum(["NCHW", "NHWC"]),
    width: side,
    height: side,
    channels: z.enum(["RGB", "BGR"]),
    mean: perChannel(z.number()).optional(),
    scale: perChannel(z.number().positive("must be greater than 0")).optional(),
    prewhiten: z.literal(true).optional(),
  })
  .transform(({ mean, scale, prewhiten, ...rest }, context) => {
    const given = [mean, scale, prewhiten].filter((part) => part !== undefined).length;
    if (prewhiten && given === 1) return { ...rest, normalisation: { kind: "prewhiten" as const } };
    if (mean && scale && given === 2) return { ...rest, normalisation: { kind: "fixed" as const, mean, scale } };
    context.addIssue({ code: "custom", message: 'needs either "mean" and "scale", or "prewhiten": true' });
    return z.NEVER;
  });

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{2,63}$/, "must be 3 to 64 of a-z, 0-9, dot and hyphen")
    .refine((id) => !BUILT_IN_IDS.has(id), "is the id of a built-in model"),
  licence: text,
  source: text,
  file: text,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case"),
  alignment,
  metric: z.enum(["euclidean", "cosine"]),
  flip: z.boolean(),
};

const manifest = z.discriminatedUnion("format", [
  z.strictObject({
    format: z.enum(["onnx", "tfjs-graph", "tfjs-layers"]),
    ...common,
    input,
    output: text.optional(),
    dimension: z.int().min(2).max(4096),
  }),
  z.strictObject({ format: z.literal("openface-csv"), ...common, variant: z.enum(["course", "torch"]) }),
]);

export type Alignment = z.output<typeof alignment>;
export type ModelInput = z.output<typeof input>;

/** A manifest as `docs/models.md` describes it, with what follows from it. */
export type ModelManifest = z.output<typeof manifest> & {
  /** The id with a fingerprint of everything in the manifest that moves distances. */
  readonly modelId: string;
  /** Of the model's file or folder. */
  readonly path: string;
};

/** Reads a manifest and checks it, but does not open the model. @throws ModelError that names every problem. */
export async function readModelManifest(path: string): Promise<ModelManifest> {
  const json = await readModelFile(path);
  let value: unknown;
  try {
    value = JSON.parse(json.toString("utf8"));
  } catch {
    throw new ModelError("INVALID_MANIFEST", path, "this is not JSON");
  }
  const parsed = manifest.safeParse(value);
  if (!parsed.success) throw new ModelError("INVALID_MANIFEST", path, z.prettifyError(parsed.error));
  const { data } = parsed;
  return { ...data, modelId: `${data.id}.${fingerprint(data)}`, path: join(dirname(path), data.file) };
}

/** Texts do not count, and neither does the order in which the manifest was written: parsing puts it in its own. */
function fingerprint({ id, licence, source, file, ...technical }: z.output<typeof manifest>): string {
  return createHash("sha256").update(JSON.stringify(technical)).digest("hex").slice(0, 12);
}

export async function readModelFile(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new ModelError("MISSING_FILE", path, "the file is missing");
  });
}

/** @param files their bytes, in the order in which they are hashed as one */
export function assertHash({ path, sha256 }: ModelManifest, files: readonly Uint8Array[]): void {
  const hash = createHash("sha256");
  for (const bytes of files) hash.update(bytes);
  const actual = hash.digest("hex");
  if (actual !== sha256) throw new ModelError("WRONG_HASH", path, `sha256 is ${actual}, the manifest says ${sha256}`);
}
