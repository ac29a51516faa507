import type { Transaction } from "../client/prisma.js";
import { Prisma } from "../generated/prisma/client.js";
import { recordGalleryChange } from "./gallery-change.js";

/**
 * Erases a person whose row the transaction has locked; returns how many templates they had. Attempts lock the people
 * they name before they are written, so none can slip in between.
 */
export async function erasePerson(tx: Transaction, personId: string): Promise<number> {
  await eraseFromAttempts(tx, personId);
  await eraseFromIdempotency(tx, personId);
  await recordGalleryChange(tx, personId);
  const templateCount = await tx.faceTemplate.count({ where: { personId } });
  // Templates, consents and memberships go with the row; references in attempts become null.
  await tx.person.delete({ where: { id: personId } });
  return templateCount;
}

/** The record stays, so that a call that comes late does not bring the person back; what it would answer goes. */
async function eraseFromIdempotency(tx: Transaction, personId: string): Promise<void> {
  await tx.idempotencyRecord.updateMany({ where: { personId }, data: { outcome: Prisma.DbNull } });
}

/**
 * Takes the person out of one of their sites, as if they had been erased there. The rest of them stays: the transaction has
 * locked the person and knows that they have another site.
 */
export async function eraseFromSite(tx: Transaction, personId: string, siteId: string): Promise<void> {
  await eraseFromAttempts(tx, personId, siteId);
  await tx.attempt.updateMany({ where: { siteId, claimedPersonId: personId }, data: { claimedPersonId: null } });
  const theirs = await tx.faceTemplate.findMany({ where: { personId }, select: { id: true } });
  await tx.attemptCandidate.updateMany({
    where: { attempt: { siteId }, OR: [{ personId }, { templateId: { in: theirs.map(({ id }) => id) } }] },
    data: { personId: null, templateId: null },
  });
  await recordGalleryChange(tx, personId);
  await tx.siteMembership.delete({ where: { siteId_personId: { siteId, personId } } });
}

/** @param siteId when only this site is to forget them. */
async function eraseFromAttempts(tx: Transaction, personId: string, siteId: string | null = null): Promise<void> {
  // An attempt may name the external id without the person: when it was made nobody had it, or nothing was compared.
  const named = await tx.$queryRaw<{ id: string; claimed: boolean }[]>`
    WITH member AS (SELECT site_id, external_id FROM site_membership WHERE person_id = ${personId}::uuid),
    named AS (
      SELECT id FROM attempt WHERE claimed_person_id = ${personId}::uuid
      UNION
      SELECT a.id FROM attempt a JOIN member m ON a.site_id = m.site_id AND a.claimed_external_id = m.external_id
      UNION
      SELECT attempt_id FROM attempt_candidate WHERE person_id = ${personId}::uuid
    )
    SELECT a.id,
      a.claimed_person_id = ${personId}::uuid
        OR EXISTS (SELECT FROM member m WHERE m.site_id = a.site_id AND m.external_id = a.claimed_external_id) AS claimed
    FROM attempt a WHERE a.id IN (SELECT id FROM named) AND (${siteId}::uuid IS NULL OR a.site_id = ${siteId}::uuid)
    ORDER BY a.id FOR UPDATE OF a`;
  const idsOf = (rows: typeof named) => rows.map(({ id }) => id);
  await tx.attempt.updateMany({
    where: { id: { in: idsOf(named) } },
    data: { probeVector: null, probeChip: null, wrappedDataKey: null, masterKeyId: null },
  });
  await tx.attempt.updateMany({
    where: { id: { in: idsOf(named.filter(({ claimed }) => claimed)) } },
    data: { claimedExternalId: null },
  });
}
