import { setTimeout as sleep } from "node:timers/promises";
import { guarded, withTypedErrors } from "./client/errors.js";
import { uuidV7Generator } from "./client/ids.js";
import { createPrismaClient, type PrismaClient, type Transaction } from "./client/prisma.js";
import { createSignInStorage, type SignInStorage } from "./client/sign-in-storage.js";
import type { KeyProvider } from "./encryption/index.js";
import { hasMasterKey, verifyMasterKey } from "./encryption/master-key-check.js";
import { createVault } from "./encryption/vault.js";
import type { ApiKeyRepository } from "./repositories/api-key.port.js";
import { createApiKeyRepository } from "./repositories/api-key.repository.js";
import type { AttemptRepository } from "./repositories/attempts.port.js";
import { createAttemptRepository } from "./repositories/attempts.repository.js";
import type { GalleryRepository } from "./repositories/gallery.port.js";
import { createGalleryRepository } from "./repositories/gallery.repository.js";
import type { IdempotencyRepository } from "./repositories/idempotency.port.js";
import { createIdempotencyRepository } from "./repositories/idempotency.repository.js";
import type { PeopleRepository } from "./repositories/people.port.js";
import { createPeopleRepository } from "./repositories/people.repository.js";
import type { PolicyRepository, SiteRepository } from "./repositories/site.port.js";
import { createPolicyRepository, createSiteRepository } from "./repositories/site.repository.js";
import type { UploadRepository } from "./repositories/uploads.port.js";
import { createUploadRepository } from "./repositories/uploads.repository.js";
import type { UserRepository } from "./repositories/users.port.js";
import { createUserRepository } from "./repositories/users.repository.js";

/** Every function of it throws DatabaseUnavailableError while the database cannot be reached. */
export interface Database {
  readonly sites: SiteRepository;
  readonly policies: PolicyRepository;
  readonly apiKeys: ApiKeyRepository;
  readonly people: PeopleRepository;
  readonly gallery: GalleryRepository;
  readonly attempts: AttemptRepository;
  readonly uploads: UploadRepository;
  readonly idempotency: IdempotencyRepository;
  readonly users: UserRepository;
  /** For better-auth, and for nobody else. */
  readonly signInStorage: SignInStorage;
  /** 32 bytes that belong to the master key: the same for the same purpose, always. */
  secretFor(purpose: string): Buffer;
  /**
   * Runs `work` while no other process that shares the database does so: for what must happen once though several servers
   * start together. Holds one connection; waits for others up to a minute.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when the database answers a query. */
  ping(): Promise<void>;
  /** Of the server: its version, and how much this database takes on its disk. */
  describe(): Promise<{ readonly version: string; readonly sizeBytes: number }>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Of a migrated PostgreSQL 15 or newer. */
  readonly connectionString: string;
  /**
   * The master key, or how to get it: the function is told whether the database was created with a master key before,
   * in which case no new one may be made (`fileKeyProvider(path, { create: !hasMasterKey })`).
   */
  readonly keyProvider: KeyProvider | ((database: { readonly hasMasterKey: boolean }) => Promise<KeyProvider>);
  /** Most connections at a time; 10 by default. */
  readonly maxConnections?: number;
  /**
   * Longest silence of the database, asked something, in milliseconds; 10,000 by default. Then the connection is given up
   * and the call fails with DatabaseUnavailableError.
   */
  readonly timeoutMs?: number;
  /** The clock; the system's by default. */
  readonly now?: () => Date;
}

/** Advisory lock of {@link Database.exclusively}: any number will do that nobody else on the database uses. */
const EXCLUSIVE_LOCK = 7_032_214_001n;
const EXCLUSIVE_PATIENCE_MS = 60_000;
const EXCLUSIVE_RETRY_MS = 50;

/**
 * Connects, and proves that the master key is the one that this database was created with.
 * @throws KeyError when it is not; DatabaseUnavailableError when the database does not answer.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const now = options.now ?? (() => new Date());
  const maxConnections = options.maxConnections ?? 10;
  const { connectionString, timeoutMs = 10_000 } = options;
  const prisma = createPrismaClient({ connectionString, maxConnections, timeoutMs });
  try {
    const provider = await withTypedErrors(async () => {
      const provider =
        typeof options.keyProvider === "function"
          ? await options.keyProvider({ hasMasterKey: await hasMasterKey(prisma) })
          : options.keyProvider;
      await verifyMasterKey(prisma, provider, now);
      return provider;
    });
    await withTypedErrors(() => openConnections(prisma, maxConnections));
    const vault = createVault(provider);
    const context = { prisma, vault, now, newId: uuidV7Generator(now) };
    return {
      sites: guarded(createSiteRepository(context)),
      policies: guarded(createPolicyRepository(context)),
      apiKeys: guarded(createApiKeyRepository(context)),
      people: guarded(createPeopleRepository(context)),
      gallery: guarded(createGalleryRepository(context)),
      attempts: guarded(createAttemptRepository(context)),
      uploads: guarded(createUploadRepository(context)),
      idempotency: guarded(createIdempotencyRepository(context)),
      users: guarded(createUserRepository(context)),
      signInStorage: createSignInStorage(prisma),
      secretFor: (purpose) => Buffer.from(vault.mac("secret", Buffer.from(purpose, "utf8"))),
      exclusively: (work) =>
        withTypedErrors(() =>
          prisma.$transaction(
            async (transaction) => {
              await takeExclusiveLock(transaction);
              return work();
            },
            { maxWait: EXCLUSIVE_PATIENCE_MS, timeout: EXCLUSIVE_PATIENCE_MS },
          ),
        ),
      ping: () =>
        withTypedErrors(async () => {
          await prisma.$queryRaw`SELECT 1`;
        }),
      describe: () =>
        withTypedErrors(async () => {
          const [row] = await prisma.$queryRaw<{ version: string; size: bigint }[]>`
            SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size`;
          return { version: row?.version ?? "", sizeBytes: Number(row?.size ?? 0) };
        }),
      close: () => prisma.$disconnect(),
    };
  } catch (error) {
    await prisma.$disconnect();
    throw error;
  }
}

/** Asks again and again rather than waiting in PostgreSQL, where a wait cannot be told from a database that hangs. */
async function takeExclusiveLock(transaction: Transaction): Promise<void> {
  for (;;) {
    const [row] = await transaction.$queryRaw<{ taken: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${EXCLUSIVE_LOCK}) AS taken`;
    if (row?.taken === true) return;
    await sleep(EXCLUSIVE_RETRY_MS);
  }
}

/** As many queries at once as there may be connections open them all, so that the first burst finds them open. */
async function openConnections(prisma: PrismaClient, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => prisma.$queryRaw`SELECT 1`));
}
