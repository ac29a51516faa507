import { isStorableText, isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { RepositoryContext } from "./context.js";
import { recordGalleryChange } from "./gallery-change.js";
import type { MergeOutcome } from "./people.port.js";
import { readMember } from "./person-row.js";
import { resealTemplate } from "./sealed-template.js";

/** See {@link PeopleRepository.merge}. One transaction: there is no moment at which a template belongs to nobody. */
export async function mergePeople(
  { prisma, vault, now }: RepositoryContext,
  siteId: string,
  externalId: string,
  otherExternalId: string,
): Promise<MergeOutcome> {
  if (![externalId, otherExternalId].every(isStorableText) || !isUuid(siteId)) return { kind: "notFound" };
  return prisma.$transaction(async (tx) => {
    const locked = await lockBoth(tx, siteId, [externalId, otherExternalId]);
    const [keptId, otherId] = [externalId, otherExternalId].map((id) => locked.get(id));
    if (keptId === undefined || otherId === undefined || keptId === otherId) return { kind: "notFound" as const };
    const select = { wrappedDataKey: true, masterKeyId: true, tags: true } as const;
    const kept = await tx.person.findUniqueOrThrow({ where: { id: keptId }, select });
    const other = await tx.person.findUniqueOrThrow({ where: { id: otherId }, select });

    // Noted for the sites of both before memberships move.
    await recordGalleryChange(tx, otherId);
    const from = { key: await vault.openDataKey(other), personId: otherId };
    const to = { key: await vault.openDataKey(kept), personId: keptId };
    const templates = await tx.faceTemplate.findMany({
      where: { personId: otherId },
      select: { id: true, modelId: true, vector: true, chip: true },
    });
    for (const row of templates) {
      await tx.faceTemplate.update({ where: { id: row.id }, data: resealTemplate(from, to, row) });
    }

    const sites = await tx.siteMembership.findMany({ where: { personId: keptId }, select: { siteId: true } });
    await tx.siteMembership.updateMany({
      where: { personId: otherId, siteId: { notIn: sites.map((site) => site.siteId) } },
      data: { personId: keptId },
    });
    await tx.consent.updateMany({ where: { personId: otherId }, data: { personId: keptId } });
    await tx.attempt.updateMany({ where: { claimedPersonId: otherId }, data: { claimedPersonId: keptId } });
    await tx.attemptCandidate.updateMany({ where: { personId: otherId }, data: { personId: keptId } });
    await tx.idempotencyRecord.updateMany({ where: { personId: otherId }, data: { personId: keptId } });
    await tx.person.update({
      where: { id: keptId },
      data: { tags: [...new Set([...kept.tags, ...other.tags])].sort(), updatedAt: now() },
    });
    await tx.person.delete({ where: { id: otherId } });
    await recordGalleryChange(tx, keptId);
    return { kind: "merged" as const, person: await readMember(tx, siteId, keptId) };
  }, WRITE);
}

/** In the order of ids, so that two merges of the same people wait for each other. */
async function lockBoth(tx: Transaction, siteId: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; externalId: string }[]>`
    SELECT p.id, m.external_id AS "externalId" FROM site_membership m JOIN person p ON p.id = m.person_id
    WHERE m.site_id = ${siteId}::uuid AND m.external_id = ANY(${externalIds}::text[])
    ORDER BY p.id FOR UPDATE OF p`;
  return new Map(rows.map(({ id, externalId }) => [externalId, id]));
}
