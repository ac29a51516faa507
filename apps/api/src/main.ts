import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "facenet-core";
import { resolveModel } from "facenet-core/models";
import { type Database, environmentKeyProvider, fileKeyProvider, openDatabase } from "facenet-db";
import { migrate } from "facenet-db/migrations";
import { startEmbeddedPostgres } from "facenet-db/postgres";
import { type Logger, pino } from "pino";
import {
  apiKeyStore,
  attemptStore,
  enrollmentStore,
  faceStore,
  idempotencyStore,
  keyStore,
  personStore,
  roleStore,
  siteStore,
  templateStore,
  uploadStore,
  userStore,
} from "./adapters/db-stores.js";
import { engineAnalyser } from "./adapters/engine-analyser.js";
import { healthProbe } from "./adapters/health-probe.js";
import { loadedModels } from "./adapters/loaded-models.js";
import { createMemoryGallery } from "./adapters/memory-gallery.js";
import { createMemoryRateLimiter } from "./adapters/memory-rate-limiter.js";
import { seed } from "./adapters/seed.js";
import { createSignIn, PASSWORD_LENGTH, type SignInServer } from "./adapters/sign-in.js";
import { translated } from "./adapters/translated.js";
import { type Env, EnvError, readEnv } from "./env.js";
import { Lifecycle, StoppedWhileStartingError } from "./lifecycle.js";
import { AccessService } from "./modules/access/index.js";
import { AttemptsResolver, AttemptsService, createAttemptFeed } from "./modules/attempts/index.js";
import { DetectionResolver, DetectionService } from "./modules/detection/index.js";
import { EnrollmentResolver, EnrollmentService } from "./modules/enrollment/index.js";
import { type HealthProbe, HealthResolver } from "./modules/health/index.js";
import { Idempotency } from "./modules/idempotency/index.js";
import { KeysResolver, KeysService } from "./modules/keys/index.js";
import { type ModelRecord, ModelsResolver } from "./modules/models/index.js";
import { PeopleResolver, PeopleService, PersonResolver } from "./modules/people/index.js";
import { type FaceAnalyser, PhotoReader } from "./modules/photos/index.js";
import { PoliciesResolver, PoliciesService } from "./modules/policies/index.js";
import { IdentificationService, RecognitionResolver, VerificationService } from "./modules/recognition/index.js";
import { SitesResolver, SitesService } from "./modules/sites/index.js";
import { SetUpService, UsersResolver, UsersService } from "./modules/users/index.js";
import { createApollo } from "./server/apollo.js";
import { loggableError } from "./server/error-format.js";
import { createHttpApp } from "./server/http.js";
import { listen } from "./server/listen.js";
import { createMetrics } from "./server/metrics.js";
import { createSchema } from "./server/schema.js";

const MIGRATIONS_DIR = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
const DRAIN_PATIENCE_MS = 30_000;
const SWEEP_MS = 60_000;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

interface Outside {
  readonly db: Database;
  readonly analyser: FaceAnalyser;
  readonly models: readonly ModelRecord[];
  readonly signIn: SignInServer;
  readonly health: HealthProbe;
  readonly env: Env;
  readonly log: Logger;
}

function wireServices({ db, analyser, models, signIn, health, env, log }: Outside) {
  const now = () => new Date();
  const warn = (what: string) => (error: unknown) => log.warn({ err: loggableError(error) }, what);
  const people = personStore(db);
  const sites = siteStore(db);
  const attempts = attemptStore(db);
  const gallery = createMemoryGallery(db);
  const idempotency = new Idempotency(idempotencyStore(db), now);
  const photos = new PhotoReader(analyser, uploadStore(db), { maxImageBytes: env.MAX_IMAGE_BYTES });
  const users = userStore(db);
  const links = { users, publicUrl: publicUrlOf(env), random: randomBytes, now };
  const feed = createAttemptFeed({ since: attempts.since, now, onProblem: warn("attempts could not be followed") });
  return {
    access: new AccessService({
      ...{ keys: apiKeyStore(db), roles: roleStore(db), signIn, now },
      onProblem: warn("the use of a key could not be noted"),
    }),
    setUp: new SetUpService({ ...links, passwords: { hash: signIn.hashPassword, length: PASSWORD_LENGTH } }),
    resolvers: {
      attempts: new AttemptsResolver(new AttemptsService({ attempts, people, feed, now })),
      detection: new DetectionResolver(new DetectionService(photos)),
      enrollment: new EnrollmentResolver(
        new EnrollmentService({
          ...{ photos, people, store: enrollmentStore(db), gallery, sites, attempts, idempotency, now },
        }),
        now,
      ),
      health: new HealthResolver(health),
      keys: new KeysResolver(new KeysService({ keys: keyStore(db), random: randomBytes, now })),
      models: new ModelsResolver(models),
      people: new PeopleResolver(new PeopleService(people)),
      person: new PersonResolver(),
      policies: new PoliciesResolver(new PoliciesService({ sites, attempts, models })),
      recognition: new RecognitionResolver(
        new VerificationService({ photos, templates: templateStore(db), sites, attempts, idempotency }),
        new IdentificationService({ photos, people, gallery, sites, attempts }),
      ),
      sites: new SitesResolver(new SitesService(sites, models)),
      users: new UsersResolver(new UsersService(links)),
    },
  };
}

async function startDatabase(env: Env, lifecycle: Lifecycle, log: Logger): Promise<Database> {
  let connectionString = env.DATABASE_URL;
  if (connectionString === undefined) {
    const postgres = await lifecycle.start(
      "PostgreSQL",
      () => startEmbeddedPostgres({ dataDir: env.DATA_DIR, log: (message) => log.info(message) }),
      (started) => started.stop(),
    );
    void postgres.crashed.then((error) => lifecycle.requestStop({ kind: "failure", error }));
    connectionString = postgres.connectionString;
  }
  const url = connectionString;
  const { applied } = await lifecycle.start("migrations", () =>
    migrate({ connectionString: url, migrationsDir: MIGRATIONS_DIR, timeoutMs: env.DATABASE_TIMEOUT_MS }),
  );
  if (applied.length > 0) log.info({ applied }, "migrations applied");
  const masterKey = env.MASTER_KEY;
  return lifecycle.start(
    "database",
    () =>
      openDatabase({
        connectionString: url,
        timeoutMs: env.DATABASE_TIMEOUT_MS,
        keyProvider: async ({ hasMasterKey }) =>
          masterKey === undefined
            ? fileKeyProvider(join(env.DATA_DIR, "master.key"), { create: !hasMasterKey })
            : environmentKeyProvider(masterKey),
      }),
    (db) => db.close(),
  );
}

async function start(env: Env, lifecycle: Lifecycle, log: Logger): Promise<void> {
  const db = await startDatabase(env, lifecycle, log);
  const engine = await lifecycle.start(
    "engine",
    () =>
      createEngine({
        threads: env.ENGINE_THREADS,
        helpers: env.ENGINE_HELPERS,
        runtime: env.ENGINE_RUNTIME,
        models: env.ENGINE_MODELS.map((name) => resolveModel(name, env.DATA_DIR)),
        maxQueue: env.ENGINE_MAX_QUEUE,
        maxPixels: env.MAX_IMAGE_PIXELS,
      }),
    (started) => started.close(),
  );
  const models = await lifecycle.start("models", () => loadedModels(env.ENGINE_MODELS, env.DATA_DIR, engine));
  const { newApiKey } = await lifecycle.start("seed", () =>
    db.exclusively(() => seed(db, { model: models[0]!, bootstrapApiKey: env.BOOTSTRAP_API_KEY })),
  );
  await lifecycle.start("sites", () => assertModelsLoaded(db, models));
  await lifecycle.start(
    "sweeper",
    async () => {
      sweep(db, env, log);
      return setInterval(() => sweep(db, env, log), SWEEP_MS);
    },
    async (timer) => clearInterval(timer),
  );
  const metrics = createMetrics({ engineLoad: () => engine.load() });
  const publicUrl = publicUrlOf(env);
  const signIn = await lifecycle.start("sign-in", async () => createSignIn(db, { publicUrl, ...signInOptionsOf(env) }));
  const { access, setUp, resolvers } = wireServices({
    ...{ db, models, signIn, env, log },
    analyser: engineAnalyser(engine, metrics.photoAnalysed),
    health: healthProbe({ db, engine, runtime: env.ENGINE_RUNTIME, threads: env.ENGINE_THREADS }),
  });
  const schema = createSchema(resolvers, {
    limiter: createMemoryRateLimiter({ verify: env.VERIFY_PER_MINUTE, whoIsIt: env.WHO_IS_IT_PER_MINUTE }),
    observe: metrics.rootField,
  });
  const apollo = createApollo(schema, { log, production: env.NODE_ENV === "production" });
  await lifecycle.start(
    "GraphQL",
    () => apollo.start(),
    () => apollo.stop(),
  );
  const { app, closeStreams } = createHttpApp({
    ...{ apollo, schema, access, signIn, setUp, publicUrl, log, metrics },
    trustedProxies: env.TRUSTED_PROXIES,
    uploads: uploadStore(db),
    faces: faceStore(db),
    maxBodyBytes: env.MAX_BODY_BYTES,
    maxImageBytes: env.MAX_IMAGE_BYTES,
    metricsToken: env.METRICS_TOKEN,
    readinessProbes: {
      accepting: async () => !lifecycle.isStopping,
      database: () => translated(() => db.ping()).then(() => true),
      engine: async () => engine.modelId !== "",
    },
  });
  const http = await lifecycle.start(
    "HTTP",
    () => listen(app, { host: env.HOST, port: env.PORT }),
    (started) => {
      closeStreams();
      return started.drain(DRAIN_PATIENCE_MS);
    },
  );
  greet(http.url, newApiKey, await setUp.firstOwnerLink());
}

/** @throws when a site decides by a model that this server has not loaded: none of its calls could be answered. */
async function assertModelsLoaded(db: Database, models: readonly ModelRecord[]): Promise<void> {
  const loaded = new Set(models.map(({ modelId }) => modelId));
  for (const { id } of await db.sites.list()) {
    const policy = await db.policies.active(id);
    if (policy && !loaded.has(policy.modelId))
      throw new Error(`The site ${id} decides by the model ${policy.modelId}, which is not among ENGINE_MODELS.`);
  }
}

/** What has expired goes away. A database that is down is no reason to stop: the next sweep finds it too. */
function sweep(db: Database, env: Env, log: Logger): void {
  const sessionsSince = new Date(Date.now() - env.SESSION_MAX_HOURS * 3_600_000);
  const sweeps = {
    uploads: db.uploads.sweepExpired(),
    idempotency: db.idempotency.sweepExpired(),
    sessions: db.users.sweepExpired(sessionsSince),
  };
  for (const [what, done] of Object.entries(sweeps)) {
    done.then(
      (count) => count > 0 && log.info({ what, count }, "expired rows deleted"),
      (error: unknown) => log.warn({ what, err: loggableError(error) }, "expired rows could not be deleted"),
    );
  }
}

/** Where browsers reach the console when nothing else is said: on this machine. */
function publicUrlOf({ PUBLIC_URL, CONSOLE_PORT }: Env): string {
  return PUBLIC_URL ?? `http://127.0.0.1:${CONSOLE_PORT}`;
}

function signInOptionsOf(env: Env) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  return {
    idleMinutes: env.SESSION_IDLE_MINUTES,
    maxHours: env.SESSION_MAX_HOURS,
    perMinute: env.SIGN_IN_PER_MINUTE,
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
  };
}

function greet(url: string, newApiKey: string | undefined, setUpUrl: string | undefined): void {
  say(
    [
      ...(setUpUrl === undefined
        ? []
        : ["Nobody looks after this server yet. Make yourself its owner, once, at:", `  ${setUpUrl}`]),
      `The API is ready at ${url}/graphql`,
      ...(newApiKey === undefined ? [] : [`API key, shown this once: ${newApiKey}`]),
      "A first call:",
      `  curl -s ${url}/graphql -H 'content-type: application/json' \\`,
      `    -H 'Authorization: Bearer ${newApiKey ?? "YOUR_KEY"}' \\`,
      `    -d '{"query":"{ sites { nodes { id name } } }"}'`,
      "How to enrol and recognise somebody: README.md. Ctrl-C stops everything.",
    ].join("\n"),
  );
}

function listenForReasonsToStop(lifecycle: Lifecycle): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (lifecycle.isStopping) process.exit(1);
      lifecycle.requestStop({ kind: "signal", signal });
    });
  }
  process.on("uncaughtException", (error) => lifecycle.requestStop({ kind: "failure", error }));
  process.on("unhandledRejection", (error) => lifecycle.requestStop({ kind: "failure", error }));
}

async function main(): Promise<number> {
  let env: Env;
  try {
    env = readEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    complain(error);
    return 1;
  }
  // The log goes to standard error, so that standard output holds only what is meant for people.
  const log = pino({ level: env.LOG_LEVEL, base: {} }, pino.destination({ dest: 2, sync: true }));
  const lifecycle = new Lifecycle(log);
  listenForReasonsToStop(lifecycle);
  let exitCode = 0;
  try {
    await start(env, lifecycle, log);
  } catch (error) {
    if (!(error instanceof StoppedWhileStartingError)) {
      complain(error);
      log.fatal({ err: loggableError(error) }, "the start failed");
      lifecycle.requestStop({ kind: "failure", error });
    }
  }
  const reason = await lifecycle.stopRequested;
  if (reason.kind === "failure") {
    exitCode = 1;
    log.fatal({ err: loggableError(reason.error) }, "stopping because of a failure");
  } else {
    log.info({ signal: reason.signal }, "stopping");
  }
  const inGoodOrder = await lifecycle.stopAll((part, error) =>
    log.error({ part, err: loggableError(error) }, "a part did not stop in good order"),
  );
  return inGoodOrder ? exitCode : 1;
}

process.exit(await main());
