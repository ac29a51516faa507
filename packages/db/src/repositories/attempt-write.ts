import { UploadGoneError } from "../client/errors.js";
import type { Transaction } from "../client/prisma.js";
import { encodeVector } from "../encryption/vector-codec.js";
import type { NewAttempt } from "./attempts.port.js";
import type { RepositoryContext } from "./context.js";
import type { Optional } from "./page.js";
import { plainJson } from "./sealed-template.js";

/** What a sealed part of a probe is bound to. */
export const probeBinding = (purpose: string, attemptId: string, modelId: Optional<string>) => ({
  purpose,
  ownerId: attemptId,
  rowId: attemptId,
  modelId: modelId ?? "",
});

/** Seals the probe; the attempt itself is written when what is returned is called within a transaction. */
export async function prepareAttempt(
  context: RepositoryContext,
  id: string,
  attempt: NewAttempt,
): Promise<(tx: Transaction) => Promise<void>> {
  const probe = await sealProbe(context, id, attempt);
  return async (tx) => {
    const present = await lockNamed(tx, attempt);
    // After the people: whoever locks both does so in this order.
    await useUploads(tx, attempt);
    const { claimedPersonId, claimedExternalId, candidates, quality, timings } = attempt;
    const claimedIsGone = claimedPersonId != null && !present.personIds.has(claimedPersonId);
    const someoneIsGone = claimedIsGone || candidates.some(({ personId }) => !present.personIds.has(personId));
    const { siteId, kind, decision, problemCode, distance, threshold } = attempt;
    const { policyId, modelId, requestId, apiKeyId, userId } = attempt;
    await tx.attempt.create({
      data: {
        ...{ id, siteId, kind, createdAt: context.now() },
        ...{ decision: decision ?? null, problemCode: problemCode ?? null },
        ...{ distance: distance ?? null, threshold: threshold ?? null },
        ...{ policyId: policyId ?? null, modelId: modelId ?? null },
        ...{ requestId: requestId ?? null, apiKeyId: apiKeyId ?? null, userId: userId ?? null },
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
  };
}

async function sealProbe({ vault }: RepositoryContext, id: string, { modelId, probeVector, probeChip }: NewAttempt) {
  if (!probeVector && !probeChip) return {};
  if (probeVector && !modelId) throw new RangeError("A probe vector needs the modelId that made it.");
  const { key, wrapped } = await vault.newDataKey();
  return {
    ...wrapped,
    probeVector: probeVector ? key.seal(probeBinding("probe-vector", id, modelId), encodeVector(probeVector)) : null,
    probeChip: probeChip ? key.seal(probeBinding("probe-chip", id, modelId), probeChip) : null,
  };
}

/** @throws UploadGoneError */
async function useUploads(tx: Transaction, { uploadIds = [], apiKeyId, userId }: NewAttempt): Promise<void> {
  if (uploadIds.length === 0) return;
  // Locked in the order of ids; what another transaction deletes meanwhile is not counted.
  const count = await tx.$executeRaw`
    DELETE FROM upload WHERE id IN (
      SELECT id FROM upload WHERE id = ANY(${uploadIds}::uuid[]) AND caller_id = ${apiKeyId ?? userId ?? null}::uuid
      ORDER BY id FOR UPDATE)`;
  if (count !== uploadIds.length) throw new UploadGoneError();
}

/**
 * Which of the people and templates that the attempt names are still there, in its site. Their rows are locked against
 * deletion until the attempt is written, in the order of ids; an erasure that waits for this then finds the attempt.
 */
async function lockNamed(tx: Transaction, { siteId, claimedPersonId, candidates }: NewAttempt) {
  const personIds = [...new Set(candidates.map(({ personId }) => personId).concat(claimedPersonId ?? []))];
  const templateIds = candidates.flatMap(({ templateId }) => templateId ?? []);
  if (personIds.length === 0) return { personIds: new Set<string>(), templateIds: new Set<string>() };
  await tx.$queryRaw`SELECT 1 FROM person WHERE id = ANY(${personIds}::uuid[]) ORDER BY id FOR KEY SHARE`;
  // A statement of its own: it sees who was taken out of the site while the locks were waited for.
  const members = await tx.siteMembership.findMany({
    where: { siteId, personId: { in: personIds } },
    select: { personId: true },
  });
  const present = members.map(({ personId }) => personId);
  const templates = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM face_template t
    WHERE t.id = ANY(${templateIds}::uuid[]) AND t.person_id = ANY(${present}::uuid[])
    ORDER BY t.id FOR KEY SHARE OF t`;
  return { personIds: new Set(present), templateIds: new Set(templates.map(({ id }) => id)) };
}
