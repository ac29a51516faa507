import { isStorableText, isUuid } from "../client/ids.js";
import { WRITE } from "../client/prisma.js";
import type { RepositoryContext } from "./context.js";
import { lockMember } from "./enrolment.js";
import { eraseFromSite } from "./erasure.js";
import { recordGalleryChange } from "./gallery-change.js";
import type { AddMembershipOutcome, MembershipRecord, RemoveMembershipOutcome } from "./people.port.js";
import { readMember } from "./person-row.js";

/** See {@link PeopleRepository.addMembership}. */
export async function addMembership(
  { prisma, now }: RepositoryContext,
  siteId: string,
  externalId: string,
  to: MembershipRecord,
): Promise<AddMembershipOutcome> {
  if (!isUuid(to.siteId) || !isStorableText(to.externalId)) return { kind: "notFound" };
  return prisma.$transaction(async (tx) => {
    const personId = await lockMember(tx, siteId, externalId);
    if (personId === undefined) return { kind: "notFound" as const };
    // Waits for a concurrent insert of the same external id to be decided.
    const { count } = await tx.siteMembership.createMany({ data: [{ ...to, personId }], skipDuplicates: true });
    if (count === 1) {
      await tx.person.update({ where: { id: personId }, data: { updatedAt: now() } });
      await recordGalleryChange(tx, personId);
    }
    const person = await readMember(tx, siteId, personId);
    const known = person.memberships.find((membership) => membership.siteId === to.siteId);
    if (known?.externalId !== to.externalId) return { kind: "duplicateExternalId" as const };
    return { kind: "added" as const, person };
  }, WRITE);
}

/** See {@link PeopleRepository.removeMembership}. */
export async function removeMembership(
  { prisma, now }: RepositoryContext,
  siteId: string,
  externalId: string,
): Promise<RemoveMembershipOutcome> {
  return prisma.$transaction(async (tx) => {
    const personId = await lockMember(tx, siteId, externalId);
    if (personId === undefined) return { kind: "notFound" as const };
    // The lock on the person makes removals wait for each other: the count cannot go stale.
    if ((await tx.siteMembership.count({ where: { personId } })) === 1) return { kind: "lastSite" as const };
    await tx.person.update({ where: { id: personId }, data: { updatedAt: now() } });
    await eraseFromSite(tx, personId, siteId);
    return { kind: "removed" as const };
  }, WRITE);
}
