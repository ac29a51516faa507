import { isStorableText, isUuid } from "../client/ids.js";
import type { Transaction } from "../client/prisma.js";
import type { WrappedDataKey } from "../encryption/vault.js";
import type { Prisma } from "../generated/prisma/client.js";
import type { RepositoryContext } from "./context.js";
import { recordGalleryChange } from "./gallery-change.js";
import type { NewPerson, PersonRecord } from "./people.port.js";
import { readMember } from "./person-row.js";

/** Thrown to roll the transaction back; never leaves the repository. */
export class DuplicateExternalId extends Error {}

/** Writes a person with everything that belongs to them. @throws DuplicateExternalId */
export async function insertPerson(
  tx: Transaction,
  { now, newId }: RepositoryContext,
  person: Pick<NewPerson, "siteId" | "externalId" | "displayName" | "consent"> & {
    readonly personId: string;
    readonly wrapped: WrappedDataKey;
    readonly sealedTemplates: Prisma.FaceTemplateCreateManyInput[];
  },
): Promise<PersonRecord> {
  const { siteId, personId, externalId, displayName, consent, wrapped } = person;
  const at = now();
  await tx.person.create({ data: { id: personId, displayName, ...wrapped, createdAt: at, updatedAt: at } });
  // ON CONFLICT DO NOTHING waits for a concurrent insert of the same external id to be decided.
  const { count } = await tx.siteMembership.createMany({
    data: [{ siteId, personId, externalId }],
    skipDuplicates: true,
  });
  if (count === 0) throw new DuplicateExternalId();
  if (consent) {
    const { basis, textVersion, obtainedAt, expiresAt } = consent;
    await tx.consent.create({
      data: { id: newId(), personId, basis, textVersion, obtainedAt, expiresAt: expiresAt ?? null, recordedAt: at },
    });
  }
  await tx.faceTemplate.createMany({ data: person.sealedTemplates });
  await recordGalleryChange(tx, personId);
  return readMember(tx, siteId, personId);
}

/**
 * Finds the member and locks the person until the transaction ends. Every change to a person's templates starts here,
 * and takes the locks on sites last.
 */
export async function lockMember(tx: Transaction, siteId: string, externalId: string): Promise<string | undefined> {
  if (!isUuid(siteId) || !isStorableText(externalId)) return undefined;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM site_membership m JOIN person p ON p.id = m.person_id
    WHERE m.site_id = ${siteId}::uuid AND m.external_id = ${externalId}
    FOR UPDATE OF p`;
  return rows[0]?.id;
}
