import { InvalidCursorError } from "../client/errors.js";
import { isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { DataKey } from "../encryption/vault.js";
import { decodeVector } from "../encryption/vector-codec.js";
import { attemptSelect, toAttemptRecord } from "./attempt-row.js";
import { prepareAttempt, probeBinding } from "./attempt-write.js";
import type { AttemptRepository } from "./attempts.port.js";
import type { RepositoryContext } from "./context.js";
import { writeOnce } from "./idempotency.repository.js";
import { checkedPageSize, decodeCursor, toPage } from "./page.js";

export function createAttemptRepository(context: RepositoryContext): AttemptRepository {
  const { prisma, vault, newId } = context;

  return {
    record: async (attempt) => {
      const id = newId();
      const insert = await prepareAttempt(context, id, attempt);
      await prisma.$transaction(insert, WRITE);
      return id;
    },

    recordAll: async (attempts) => {
      const prepared = await Promise.all(
        attempts.map(async (attempt) => {
          const id = newId();
          return { id, insert: await prepareAttempt(context, id, attempt) };
        }),
      );
      await prisma.$transaction(async (tx) => {
        for (const { insert } of prepared) await insert(tx);
      }, WRITE);
      return prepared.map(({ id }) => id);
    },

    recordOnce: async (attempt, idempotency) => {
      const id = newId();
      const insert = await prepareAttempt(context, id, attempt);
      const { kind } = await writeOnce(
        context,
        idempotency,
        async (tx) => {
          await insert(tx);
          return { kind: "recorded" as const };
        },
        () => ({ personId: attempt.claimedPersonId ?? null, value: { attemptId: id } }),
      );
      return kind === "recorded" ? id : null;
    },

    list: async (siteId, { first, after, kind, decision }) => {
      const pageSize = checkedPageSize(first);
      const position = after ? decodePosition(after) : undefined;
      if (!isUuid(siteId)) return { edges: [], hasNextPage: false };
      const rows = await prisma.attempt.findMany({
        where: {
          siteId,
          ...(kind ? { kind } : {}),
          ...(decision ? { decision } : {}),
          ...(position
            ? {
                // The first condition alone bounds the index scan; the second is the exact one.
                createdAt: { lte: position.createdAt },
                OR: [{ createdAt: { lt: position.createdAt } }, { id: { lt: position.id } }],
              }
            : {}),
        },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: pageSize + 1,
        select: attemptSelect(siteId),
      });
      const probes = await readProbeStates(
        prisma,
        rows.map(({ id }) => id),
      );
      return toPage(
        rows,
        pageSize,
        ({ createdAt, id }) => [createdAt.toISOString(), id],
        (row) => toAttemptRecord(row, probes.get(row.id) ?? NO_PROBE),
      );
    },

    get: async (siteId, attemptId) => {
      if (!isUuid(siteId) || !isUuid(attemptId)) return null;
      const row = await prisma.attempt.findUnique({ where: { id: attemptId, siteId }, select: attemptSelect(siteId) });
      if (row === null) return null;
      const probes = await readProbeStates(prisma, [row.id]);
      return toAttemptRecord(row, probes.get(row.id) ?? NO_PROBE);
    },

    probe: async (siteId, attemptId) => {
      if (!isUuid(siteId) || !isUuid(attemptId)) return null;
      const row = await prisma.attempt.findUnique({
        where: { id: attemptId, siteId },
        select: {
          id: true,
          modelId: true,
          wrappedDataKey: true,
          masterKeyId: true,
          probeVector: true,
          probeChip: true,
        },
      });
      if (row === null) return null;
      const { id, modelId, wrappedDataKey, masterKeyId, probeVector, probeChip } = row;
      if (wrappedDataKey === null || masterKeyId === null) return { vector: null, chip: null };
      const key: DataKey = await vault.openDataKey({ wrappedDataKey, masterKeyId });
      return {
        vector: probeVector && decodeVector(key.open(probeBinding("probe-vector", id, modelId), probeVector)),
        chip: probeChip && key.open(probeBinding("probe-chip", id, modelId), probeChip),
      };
    },
  };
}

const NO_PROBE = { hasVector: false, hasChip: false };

/** Whether probes are retained, without fetching them. */
async function readProbeStates(tx: Transaction, attemptIds: readonly string[]) {
  const rows = await tx.$queryRaw<{ id: string; hasVector: boolean; hasChip: boolean }[]>`
    SELECT id, probe_vector IS NOT NULL AS "hasVector", probe_chip IS NOT NULL AS "hasChip"
    FROM attempt WHERE id = ANY(${attemptIds}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

function decodePosition(cursor: string): { createdAt: Date; id: string } {
  const [time = "", id = ""] = decodeCursor(cursor, 2);
  const createdAt = new Date(time);
  if (Number.isNaN(createdAt.getTime()) || createdAt.toISOString() !== time || !isUuid(id)) {
    throw new InvalidCursorError();
  }
  return { createdAt, id };
}
