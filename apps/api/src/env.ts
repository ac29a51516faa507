import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";

const MIB = 1024 * 1024;

const port = z.coerce.number("must be a whole number").int("must be a whole number").min(0).max(65_535);
const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number("must be a whole number")
    .int("must be a whole number")
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);

const perMinute = wholeNumber(0, 1_000_000).default(6000);

function isPostgresUrl(value: string): boolean {
  try {
    return ["postgres:", "postgresql:"].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}

function isOrigin(value: string): boolean {
  try {
    const { protocol, pathname, search, hash } = new URL(value);
    return ["http:", "https:"].includes(protocol) && pathname === "/" && search === "" && hash === "";
  } catch {
    return false;
  }
}

interface Variable<T extends z.ZodType> {
  readonly schema: T;
  /** One sentence for the operator; the configuration page of the docs is generated from it. */
  readonly description: string;
  /** As the docs show it. Absent when the variable has no default. */
  readonly shownDefault?: string;
  readonly secret?: boolean;
}

function variable<T extends z.ZodType>(definition: Variable<T>): Variable<T> {
  return definition;
}

/** Every variable that the server reads. There is no other reader of `process.env`. */
export const VARIABLES = {
  NODE_ENV: variable({
    schema: z
      .enum(["development", "production", "test"], "must be development, production or test")
      .default("development"),
    description: "In production introspection and schema suggestions are off.",
    shownDefault: "development",
  }),
  HOST: variable({
    schema: z.string().min(1, "must not be empty").default("127.0.0.1"),
    description:
      "Address that the API and the console listen on. Use 0.0.0.0 to be reachable from other machines, behind something that speaks TLS.",
    shownDefault: "127.0.0.1",
  }),
  PORT: variable({
    schema: port.default(4000),
    description: "Port of the API; 0 takes a free one.",
    shownDefault: "4000",
  }),
  CONSOLE_PORT: variable({
    schema: port.default(3000),
    description: "Port of the console; 0 takes a free one.",
    shownDefault: "3000",
  }),
  DATA_DIR: variable({
    schema: z
      .string()
      .min(1, "must not be empty")
      .default("./data")
      .transform((path) => resolve(path)),
    description:
      "Folder for everything the server keeps: the embedded database and the master key. Relative to the folder of the clone.",
    shownDefault: "./data",
  }),
  DATABASE_URL: variable({
    schema: z.string().refine(isPostgresUrl, "must look like postgresql://user:password@host:5432/database").optional(),
    description: "A PostgreSQL (15 or newer) of your own. Without it an embedded one runs in DATA_DIR.",
    secret: true,
  }),
  DATABASE_TIMEOUT_MS: variable({
    schema: wholeNumber(100, 600_000).default(10_000),
    description:
      "Longest silence of the database, asked something, before its connection is given up and callers get DATABASE_UNAVAILABLE.",
    shownDefault: "10000",
  }),
  BOOTSTRAP_API_KEY: variable({
    schema: z
      .string()
      .min(32, "must have at least 32 characters")
      .max(256, "must have at most 256 characters")
      .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
      .optional(),
    description: "An API key of your choice with all scopes, for automation. Added when it is not known yet.",
    secret: true,
  }),
  MASTER_KEY: variable({
    schema: z
      .string()
      .refine(
        (value) => /^[A-Za-z0-9+/]{43}=$/.test(value),
        "must be 32 bytes in base64 (44 characters), for example from: openssl rand -base64 32",
      )
      .optional(),
    description:
      "The key that protects all biometric data: 32 bytes in base64, for example from openssl rand -base64 32. Without it DATA_DIR/master.key is used, made on the first start.",
    secret: true,
  }),
  ENGINE_THREADS: variable({
    schema: wholeNumber(1, 64).default(Math.max(1, Math.min(4, availableParallelism() - 1))),
    description: "Worker threads that run the networks.",
    shownDefault: "processors - 1, at most 4",
  }),
  ENGINE_HELPERS: variable({
    schema: wholeNumber(0, 16).default(Math.min(2, availableParallelism() - 1)),
    description:
      "Threads that help with photos of more than 640 pixels and up to 16 megapixels, and do nothing else. Each takes about 100 MB once it has helped.",
    shownDefault: "processors - 1, at most 2",
  }),
  ENGINE_RUNTIME: variable({
    schema: z.enum(["onnx", "tfjs"], "must be onnx or tfjs").default("onnx"),
    description:
      "What the networks run on: ONNX Runtime, or TensorFlow.js where that is not to be had. Both give the same embeddings; ONNX Runtime is several times faster.",
    shownDefault: "onnx",
  }),
  ENGINE_MODELS: variable({
    schema: z
      .string()
      .default("standard")
      .transform((list) => list.split(",").map((name) => name.trim()))
      .pipe(
        z
          .array(z.string().min(1, "must be names with commas between them"))
          .refine((names) => new Set(names).size === names.length, "must not name a model twice"),
      ),
    description:
      "The models that sites can decide by, with commas between them: fast, standard, accurate, names of models that were added by faces models add, and paths of manifests. A new site takes the first. Each takes memory of every thread.",
    shownDefault: "standard",
  }),
  ENGINE_MAX_QUEUE: variable({
    schema: wholeNumber(1, 10_000).default(32),
    description:
      "Photos that may wait for a worker thread in a burst. Above it, and under lasting overload above one a thread, those that have waited longest get BUSY.",
    shownDefault: "32",
  }),
  MAX_IMAGE_BYTES: variable({
    schema: wholeNumber(1024, 100 * MIB).default(10 * MIB),
    description: "Largest photo, in bytes of the file.",
    shownDefault: "10485760 (10 MiB)",
  }),
  MAX_IMAGE_PIXELS: variable({
    schema: wholeNumber(10_000, 200_000_000).default(40_000_000),
    description: "Largest photo, in pixels (width x height).",
    shownDefault: "40000000",
  }),
  MAX_BODY_BYTES: variable({
    schema: wholeNumber(1024, 256 * MIB).default(32 * MIB),
    description:
      "Largest request body that the API and the console take. A photo takes 4/3 of its size in it, because of base64.",
    shownDefault: "33554432 (32 MiB)",
  }),
  VERIFY_PER_MINUTE: variable({
    schema: perMinute,
    description:
      "Calls of verify that one API key may make in a minute; above it callers get RATE_LIMITED. 0: any number.",
    shownDefault: "6000",
  }),
  WHO_IS_IT_PER_MINUTE: variable({
    schema: perMinute,
    description: "The same for whoIsIt.",
    shownDefault: "6000",
  }),
  PUBLIC_URL: variable({
    schema: z
      .string()
      .refine(isOrigin, "must be an origin such as https://faces.example.org, without a path")
      .transform((url) => new URL(url).origin)
      .optional(),
    description:
      "Where browsers reach the console, for set-up links and single sign-on: http://127.0.0.1 and CONSOLE_PORT when it is not set. With https, cookies are sent over TLS alone.",
  }),
  TRUSTED_PROXIES: variable({
    schema: wholeNumber(0, 10).default(0),
    description:
      "How many proxies stand in front of the console, each of which appends to X-Forwarded-For whom it got a request from. Limits on signing in count by address.",
    shownDefault: "0",
  }),
  SESSION_IDLE_MINUTES: variable({
    schema: wholeNumber(1, 43_200).default(60),
    description: "A session of the console that is not used for so long ends.",
    shownDefault: "60",
  }),
  SESSION_MAX_HOURS: variable({
    schema: wholeNumber(1, 8_760).default(12),
    description: "A session of the console ends after so long, however busy it is.",
    shownDefault: "12",
  }),
  SIGN_IN_PER_MINUTE: variable({
    schema: wholeNumber(1, 10_000).default(20),
    description:
      "Attempts to sign in that one address may make in a minute. To one account there are ten in 15 minutes, from wherever.",
    shownDefault: "20",
  }),
  OIDC_ISSUER: variable({
    schema: z.url("must be a URL").optional(),
    description:
      "An OpenID Connect provider for single sign-on, with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET. Its redirect URI is PUBLIC_URL/v1/auth/callback/oidc. Who may sign in is still decided by invitation, by e-mail address.",
  }),
  OIDC_CLIENT_ID: variable({
    schema: z.string().max(512, "is too long").optional(),
    description: "Of the console at the provider.",
  }),
  OIDC_CLIENT_SECRET: variable({
    schema: z.string().max(2048, "is too long").optional(),
    description: "The same.",
    secret: true,
  }),
  METRICS_TOKEN: variable({
    schema: z
      .string()
      .min(16, "must have at least 16 characters")
      .max(256, "must have at most 256 characters")
      .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
      .optional(),
    description:
      "What GET /metrics asks for as a bearer token. Without it the metrics are shown to programs on the same machine only.",
    secret: true,
  }),
  LOG_LEVEL: variable({
    schema: z
      .enum(
        ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
        "must be fatal, error, warn, info, debug, trace or silent",
      )
      .default("info"),
    description: "Level of the JSON log on standard error.",
    shownDefault: "info",
  }),
} as const;

export type Env = { readonly [Name in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[Name]["schema"]> };

/** Lists every variable that is wrong, so that nobody repairs them one start at a time. Never holds a value. */
export class EnvError extends Error {
  override readonly name = "EnvError";

  constructor(readonly problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  }
}

/** An empty variable counts as one that is not set. @throws EnvError */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(VARIABLES)) {
    const raw = source[name];
    const parsed = schema.safeParse(raw === "" ? undefined : raw);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name} ${parsed.error.issues[0]?.message ?? "is not valid"}`);
  }
  const oidc = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"];
  const missing = oidc.filter((name) => values[name] === undefined);
  if (missing.length > 0 && missing.length < oidc.length) problems.push(`${missing.join(" and ")} must be set too`);
  if (problems.length > 0) throw new EnvError(problems);
  return values as unknown as Env;
}

export function readEnv(): Env {
  return parseEnv(process.env);
}
