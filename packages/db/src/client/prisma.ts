import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "../generated/prisma/client.js";

export type { PrismaClient };
export type Transaction = Prisma.TransactionClient;

export function createPrismaClient(connectionString: string, maxConnections: number): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString,
      max: maxConnections,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
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
