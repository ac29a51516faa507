import { GalleryRewoundError } from "../client/errors.js";
import { isUuid } from "../client/ids.js";
import { SNAPSHOT_READ, type Transaction } from "../client/prisma.js";
import type { DataKey, Vault } from "../encryption/vault.js";
import type { RepositoryContext } from "./context.js";
import type { GalleryEntry, GalleryRepository } from "./gallery.port.js";
import { openVector } from "./sealed-template.js";

interface SealedEntry {
  readonly personId: string;
  readonly externalId: string;
  readonly displayName: string;
  readonly wrappedDataKey: Uint8Array;
  readonly masterKeyId: string;
  readonly templateId: string;
  readonly vector: Uint8Array;
}

export function createGalleryRepository({ prisma, vault }: RepositoryContext): GalleryRepository {
  return {
    sequence: (siteId) => readSequence(prisma, siteId),

    load: async (siteId, modelId) => {
      // Decryption comes after the transaction: a snapshot held open keeps PostgreSQL from cleaning up.
      const { sequence, sealed } = await prisma.$transaction(async (tx) => {
        const sequence = await readSequence(tx, siteId);
        return { sequence, sealed: await readEntries(tx, siteId, modelId) };
      }, SNAPSHOT_READ);
      return { sequence, entries: await openEntries(vault, modelId, sealed) };
    },

    changesSince: async (siteId, since, modelId) => {
      const { sequence, personIds, sealed } = await prisma.$transaction(async (tx) => {
        const sequence = await readSequence(tx, siteId);
        if (sequence < since) throw new GalleryRewoundError(siteId, sequence, since);
        if (sequence === since) return { sequence, personIds: [], sealed: [] };
        const changes = await tx.galleryChange.findMany({
          where: { siteId, sequence: { gt: since } },
          distinct: ["personId"],
          select: { personId: true },
        });
        const personIds = changes.map(({ personId }) => personId);
        return { sequence, personIds, sealed: await readEntries(tx, siteId, modelId, personIds) };
      }, SNAPSHOT_READ);
      const byPerson = new Map<string, GalleryEntry[]>(personIds.map((personId) => [personId, []]));
      for (const entry of await openEntries(vault, modelId, sealed)) byPerson.get(entry.personId)?.push(entry);
      return { sequence, persons: [...byPerson].map(([personId, entries]) => ({ personId, entries })) };
    },
  };
}

async function readSequence(tx: Transaction, siteId: string): Promise<bigint> {
  const site = isUuid(siteId)
    ? await tx.site.findUnique({ where: { id: siteId }, select: { gallerySequence: true } })
    : null;
  if (site === null) throw new RangeError(`There is no site ${siteId}.`);
  return site.gallerySequence;
}

function readEntries(
  tx: Transaction,
  siteId: string,
  modelId: string,
  personIds: readonly string[] | null = null,
): Promise<SealedEntry[]> {
  return tx.$queryRaw<SealedEntry[]>`
    SELECT p.id AS "personId", m.external_id AS "externalId", p.display_name AS "displayName",
      p.wrapped_data_key AS "wrappedDataKey", p.master_key_id AS "masterKeyId", t.id AS "templateId", t.vector
    FROM site_membership m
      JOIN person p ON p.id = m.person_id
      JOIN face_template t ON t.person_id = p.id
    WHERE m.site_id = ${siteId}::uuid AND t.model_id = ${modelId} AND p.state = 'ACTIVE'
      AND (${personIds === null} OR p.id = ANY(${personIds ?? []}::uuid[]))
    ORDER BY p.id, t.created_at, t.id`;
}

/** Entries come ordered by person: each data key is unwrapped once. */
async function openEntries(vault: Vault, modelId: string, sealed: readonly SealedEntry[]): Promise<GalleryEntry[]> {
  const entries: GalleryEntry[] = [];
  let current: { personId: string; key: DataKey } | undefined;
  for (const row of sealed) {
    const { personId, externalId, displayName, templateId } = row;
    if (current?.personId !== personId) current = { personId, key: await vault.openDataKey(row) };
    const vector = openVector(current.key, { templateId, personId, modelId }, row.vector);
    entries.push({ personId, externalId, displayName, templateId, vector });
  }
  return entries;
}
