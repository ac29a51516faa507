import { InvalidCursorError } from "../client/errors.js";
import { isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { DataKey } from "../encryption/vault.js";
import { decodeVector, encodeVector } from "../encryption/vector-codec.js";
import { attemptSelect, toAttemptRecord } from "./attempt-row.js";
import type { AttemptRepository, NewAttempt } from "./attempts.port.js";
import type { RepositoryContext } from "./context.js";
import { checkedPageSize, decodeCursor, type Optional, toPage } from "./page.js";
import { plainJson } from "./sealed-template.js";

const binding = (purpose: string, attemptId: string, modelId: Optional<string>) => ({
  purpose,
  ownerId: attemptId,
  rowId: attemptId,
  modelId: modelId ?? "",
});

export function createAttemptRepository(context: RepositoryContext): AttemptRepository {
  const { prisma, vault, now, newId } = context;

  return {
    record: async (attempt) => {
      const id = newId();
      const probe = await sealProbe(context, id, attempt);
      await prisma.$transaction(async (tx) => {
        const present = await lockNamed(tx, attempt);
        const { claimedPersonId, claimedExternalId, candidates, quality, timings } = attempt;
        const claimedIsGone = claimedPersonId != null && !present.personIds.has(claimedPersonId);
        const someoneIsGone = claimedIsGone || candidates.some(({ personId }) => !present.personIds.has(personId));
        const { siteId, kind, decision, problemCode, distance, threshold } = attempt;
        const { policyId, modelId, requestId, apiKeyId } = attempt;
        await tx.attempt.create({
          data: {
            ...{ id, siteId, kind, createdAt: now() },
            ...{ decision: decision ?? null, problemCode: problemCode ?? null },
            ...{ distance: distance ?? null, threshold: threshold ?? null },
            ...{ policyId: policyId ?? null, modelId: modelId ?? null },
            ...{ requestId: requestId ?? null, apiKeyId: apiKeyId ?? null },
            claimedPersonId: claimedIsGone ? null : (claimedPersonId ?? null),
            claimedExternalId: claimedIsGone ? null : (claimedExternalId ?? null),
            ...(quality ? { quality: plainJson(quality) } : {}),
            ...(timings ? { timings: plainJson(timings) } : {}),
            ...(someoneIsGone ? {} : probe),
          },
        });
        await tx.attemptCandidate.createMany({
          data: candidates.map(({ personId, templateId, distance }, index) => ({
            attemptId: id,
            rank: index + 1,
            personId: present.personIds.has(personId) ? personId : null,
            templateId: templateId && present.templateIds.has(templateId) ? templateId : null,
            distance,
          })),
        });
      }, WRITE);
      return id;
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
        vector: probeVector && decodeVector(key.open(binding("probe-vector", id, modelId), probeVector)),
        chip: probeChip && key.open(binding("probe-chip", id, modelId), probeChip),
      };
    },
  };
}

async function sealProbe({ vault }: RepositoryContext, id: string, { modelId, probeVector, probeChip }: NewAttempt) {
  if (!probeVector && !probeChip) return {};
  if (probeVector && !modelId) throw new RangeError("A probe vector needs the modelId that made it.");
  const { key, wrapped } = await vault.newDataKey();
  return {
    ...wrapped,
    probeVector: probeVector ? key.seal(binding("probe-vector", id, modelId), encodeVector(probeVector)) : null,
    probeChip: probeChip ? key.seal(binding("probe-chip", id, modelId), probeChip) : null,
  };
}

/**
 * Which of the people and templates that the attempt names are still there, in its site. Their rows are locked against
 * deletion until the attempt is written, in the order of ids; an erasure that waits for this then finds the attempt.
 */
async function lockNamed(tx: Transaction, { siteId, claimedPersonId, candidates }: NewAttempt) {
  const personIds = [...new Set(candidates.map(({ personId }) => personId).concat(claimedPersonId ?? []))];
  const templateIds = candidates.flatMap(({ templateId }) => templateId ?? []);
  if (personIds.length === 0) return { personIds: new Set<string>(), templateIds: new Set<string>() };
  const people = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM person p
    WHERE p.id = ANY(${personIds}::uuid[])
      AND EXISTS (SELECT FROM site_membership m WHERE m.person_id = p.id AND m.site_id = ${siteId}::uuid)
    ORDER BY p.id FOR KEY SHARE OF p`;
  const present = people.map(({ id }) => id);
  const templates = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM face_template t
    WHERE t.id = ANY(${templateIds}::uuid[]) AND t.person_id = ANY(${present}::uuid[])
    ORDER BY t.id FOR KEY SHARE OF t`;
  return { personIds: new Set(present), templateIds: new Set(templates.map(({ id }) => id)) };
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
