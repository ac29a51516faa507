import { isUuid } from "../client/ids.js";
import type { JsonObject } from "../client/json.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { RepositoryContext } from "./context.js";
import type { IdempotencyRepository, IdempotentCall, IdempotentWrite } from "./idempotency.port.js";
import type { Optional } from "./page.js";
import { plainJson } from "./sealed-template.js";

const macs = ({ vault }: RepositoryContext, { key, requestDigest }: IdempotentCall) => ({
  keyDigest: vault.mac("idempotency-key", Buffer.from(key, "utf8")),
  requestDigest: vault.mac("idempotency-request", requestDigest),
});

export function createIdempotencyRepository(context: RepositoryContext): IdempotencyRepository {
  const { prisma, now } = context;
  return {
    find: async (call) => {
      if (!isUuid(call.callerId)) return { kind: "none" };
      const { keyDigest, requestDigest } = macs(context, call);
      const row = await prisma.idempotencyRecord.findUnique({
        where: { callerId_keyDigest: { callerId: call.callerId, keyDigest }, expiresAt: { gt: now() } },
      });
      if (row === null) return { kind: "none" };
      if (Buffer.compare(row.requestDigest, requestDigest) !== 0) return { kind: "otherRequest" };
      return { kind: "done", outcome: row.outcome as JsonObject | null, personId: row.personId };
    },

    sweepExpired: async () =>
      (await prisma.idempotencyRecord.deleteMany({ where: { expiresAt: { lte: now() } } })).count,
  };
}

/**
 * Runs a write in a transaction, once for each idempotency key: of two that run at once the second waits until the first
 * is decided. `written` says what to record; undefined when nothing was written, and then the key stays free.
 */
export async function writeOnce<Outcome extends { readonly kind: string }, Written>(
  context: RepositoryContext,
  call: Optional<IdempotentWrite<Written>>,
  work: (tx: Transaction) => Promise<Outcome>,
  written: (outcome: Outcome) => { readonly personId: string | null; readonly value: Written } | undefined,
): Promise<Outcome | { readonly kind: "alreadyDone" }> {
  return context.prisma.$transaction(async (tx) => {
    if (!call) return work(tx);
    const { keyDigest, requestDigest } = macs(context, call);
    const { callerId, expiresAt } = call;
    const at = context.now();
    await tx.idempotencyRecord.deleteMany({ where: { callerId, keyDigest, expiresAt: { lte: at } } });
    // ON CONFLICT DO NOTHING waits for a concurrent insert of the same key to be decided.
    const { count } = await tx.idempotencyRecord.createMany({
      data: [{ callerId, keyDigest, requestDigest, createdAt: at, expiresAt }],
      skipDuplicates: true,
    });
    if (count === 0) return { kind: "alreadyDone" as const };
    const outcome = await work(tx);
    const done = written(outcome);
    const where = { callerId_keyDigest: { callerId, keyDigest } };
    if (done === undefined) await tx.idempotencyRecord.delete({ where });
    else {
      const { personId, value } = done;
      await tx.idempotencyRecord.update({ where, data: { personId, outcome: plainJson(call.outcome(value)) } });
    }
    return outcome;
  }, WRITE);
}
