import type { Transaction } from "../client/prisma.js";

/**
 * Notes in every site of the person that their templates changed, in the transaction that changes them. The update of
 * the site row holds its lock until commit, so the changes of a site become visible in the order of their numbers.
 * Sites are locked in the order of their ids: two such transactions cannot wait for each other.
 */
export async function recordGalleryChange(tx: Transaction, personId: string): Promise<void> {
  const memberships = await tx.siteMembership.findMany({
    where: { personId },
    orderBy: { siteId: "asc" },
    select: { siteId: true },
  });
  for (const { siteId } of memberships) {
    const { gallerySequence } = await tx.site.update({
      where: { id: siteId },
      data: { gallerySequence: { increment: 1 } },
      select: { gallerySequence: true },
    });
    await tx.galleryChange.create({ data: { siteId, sequence: gallerySequence, personId } });
  }
}
