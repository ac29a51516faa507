import { InvalidCursorError } from "../client/errors.js";
import { isStorableText, isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { DataKey } from "../encryption/vault.js";
import { decodeVector } from "../encryption/vector-codec.js";
import type { Prisma } from "../generated/prisma/client.js";
import { type AttemptRow, attemptSelect, toAttemptRecord } from "./attempt-row.js";
import { prepareAttempt, probeBinding } from "./attempt-write.js";
import type { ActivityRow, AttemptFilter, AttemptRecord, AttemptRepository, LatencyRow } from "./attempts.port.js";
import type { RepositoryContext } from "./context.js";
import { writeOnce } from "./idempotency.repository.js";
import { checkedPageSize, decodeCursor, MAX_PAGE_SIZE, toPage } from "./page.js";

export function createAttemptRepository(context: RepositoryContext): AttemptRepository {
  const { prisma, vault, now, newId } = context;

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

    list: async (siteId, { first, after, ...filter }) => {
      const pageSize = checkedPageSize(first);
      const position = after ? decodePosition(after) : undefined;
      if (!isUuid(siteId)) return { edges: [], hasNextPage: false };
      const rows = await prisma.attempt.findMany({
        where: {
          AND: [
            { siteId },
            ...matching(filter),
            ...(position
              ? [
                  // The first condition alone bounds the index scan; the second is the exact one.
                  { createdAt: { lte: position.createdAt } },
                  { OR: [{ createdAt: { lt: position.createdAt } }, { id: { lt: position.id } }] },
                ]
              : []),
          ],
        },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: pageSize + 1,
        select: attemptSelect(siteId),
      });
      return toPage(
        await toRecords(rows),
        pageSize,
        ({ createdAt, id }) => [createdAt.toISOString(), id],
        (record) => record,
      );
    },

    since: async (siteId, from) => {
      if (!isUuid(siteId)) return [];
      const rows = await prisma.attempt.findMany({
        where: { siteId, createdAt: { gte: from } },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: MAX_PAGE_SIZE,
        select: attemptSelect(siteId),
      });
      return toRecords(rows);
    },

    review: async (siteId, attemptId, { verdict, userId, probability }) => {
      if (!isUuid(siteId) || !isUuid(attemptId)) return null;
      const row = await prisma.$transaction(async (tx) => {
        const { count } = await tx.attempt.updateMany({ where: { id: attemptId, siteId }, data: { verdict } });
        if (count === 0) return null;
        await tx.review.create({
          data: { id: newId(), attemptId, verdict, userId, probability: probability ?? null, createdAt: now() },
        });
        return tx.attempt.findUniqueOrThrow({ where: { id: attemptId }, select: attemptSelect(siteId) });
      }, WRITE);
      return row === null ? null : ((await toRecords([row]))[0] ?? null);
    },

    decided: async (siteId, modelId, first) => {
      if (!isUuid(siteId) || !isStorableText(modelId)) return [];
      const rows = await prisma.attempt.findMany({
        where: { siteId, modelId, kind: { in: ["VERIFY", "IDENTIFY"] }, decision: { not: null } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: checkedPageSize(first),
        select: {
          ...{ id: true, kind: true, decision: true, distance: true, quality: true, createdAt: true },
          candidates: { orderBy: { rank: "asc" }, take: 2, select: { distance: true } },
        },
      });
      return rows.map(({ id, kind, decision, distance, quality, createdAt, candidates }) => ({
        ...{ id, kind: kind as "VERIFY" | "IDENTIFY", decision: decision as NonNullable<typeof decision>, createdAt },
        qualityScore: scoreOf(quality),
        distances:
          candidates.length > 0
            ? candidates.map((candidate) => candidate.distance)
            : distance === null
              ? []
              : [distance],
      }));
    },

    activity: async (siteId, since) => {
      if (!isUuid(siteId)) return { counts: [], latency: [] };
      const counts = await prisma.$queryRaw<ActivityRow[]>`
        SELECT date_trunc('hour', created_at) AS hour, kind::text, decision::text, problem_code AS "problemCode",
          count(*)::int AS count
        FROM attempt WHERE site_id = ${siteId}::uuid AND created_at >= ${since}
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
      const latency = await prisma.$queryRaw<LatencyRow[]>`
        SELECT hour, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS "medianMs",
          percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) AS "p95Ms"
        FROM (
          SELECT date_trunc('hour', created_at) AS hour,
            (SELECT sum(value::float8) FROM jsonb_each_text(timings)) AS ms
          FROM attempt
          WHERE site_id = ${siteId}::uuid AND created_at >= ${since} AND jsonb_typeof(timings) = 'object'
        ) timed
        WHERE ms IS NOT NULL GROUP BY hour ORDER BY hour`;
      return { counts, latency };
    },

    get: async (siteId, attemptId) => {
      if (!isUuid(siteId) || !isUuid(attemptId)) return null;
      const row = await prisma.attempt.findUnique({ where: { id: attemptId, siteId }, select: attemptSelect(siteId) });
      if (row === null) return null;
      return (await toRecords([row]))[0] ?? null;
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

  async function toRecords(rows: readonly AttemptRow[]): Promise<AttemptRecord[]> {
    const probes = await readProbeStates(
      prisma,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => toAttemptRecord(row, probes.get(row.id) ?? NO_PROBE));
  }
}

function matching(filter: AttemptFilter): Prisma.AttemptWhereInput[] {
  const { kind, decision, claimedExternalId, personId, review, from, to } = filter;
  return [
    ...(kind ? [{ kind }] : []),
    ...(decision ? [{ decision: decision === "PROBLEM" ? null : decision }] : []),
    ...(claimedExternalId ? [{ claimedExternalId: isStorableText(claimedExternalId) ? claimedExternalId : "" }] : []),
    ...(personId ? [aboutPerson(personId)] : []),
    ...(review ? [{ verdict: review === "NONE" ? null : review }] : []),
    ...(from ? [{ createdAt: { gte: from } }] : []),
    ...(to ? [{ createdAt: { lt: to } }] : []),
  ];
}

function aboutPerson(personId: string): Prisma.AttemptWhereInput {
  if (!isUuid(personId)) return { id: { in: [] } };
  return { OR: [{ claimedPersonId: personId }, { candidates: { some: { personId } } }] };
}

function scoreOf(quality: unknown): number | null {
  const { score } = (quality ?? {}) as { score?: unknown };
  return typeof score === "number" ? score : null;
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
