import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "../generated/prisma/client.js";
import { impatientClient } from "./impatient-client.js";

export type { PrismaClient };
export type Transaction = Prisma.TransactionClient;

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly maxConnections: number;
  /** Longest silence of the database, asked something, before a connection is given up. */
  readonly timeoutMs: number;
}

/** How long a connection may take to be opened, or to become free. */
const CONNECT_MS = 5_000;

/** Longer than any pause between two statements of a transaction. */
const IDLE_IN_TRANSACTION_MS = 60_000;

export function createPrismaClient({ connectionString, maxConnections, timeoutMs }: ConnectionOptions): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString,
      max: maxConnections,
      connectionTimeoutMillis: Math.min(CONNECT_MS, timeoutMs),
      Client: impatientClient(timeoutMs),
      keepAlive: true,
      // A transaction whose client is gone without a word holds its locks no longer than this.
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      // Opening a connection costs PostgreSQL a process: not in the first second of a burst, after every quiet spell.
      idleTimeoutMillis: 0,
    },
    // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  return new PrismaClient({ adapter, errorFormat: "minimal" });
}

/** For writes: they wait for each other's row locks, briefly. */
export const WRITE = { maxWait: 10_000, timeout: 30_000 } as const;

/** One snapshot for several reads, of a whole gallery if need be. */
export const SNAPSHOT_READ = { isolationLevel: "RepeatableRead", maxWait: 10_000, timeout: 120_000 } as const;
