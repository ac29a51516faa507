import { isStorableText, isUuid } from "../client/ids.js";
import { WRITE } from "../client/prisma.js";
import type { Prisma } from "../generated/prisma/client.js";
import { API_KEY_SCOPES, type ApiKeyRecord, type ApiKeyRepository, type ApiKeyScope } from "./api-key.port.js";
import type { RepositoryContext } from "./context.js";

const API_KEY = {
  id: true,
  sites: { select: { siteId: true }, orderBy: { siteId: "asc" } },
  name: true,
  hint: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  author: true,
} as const satisfies Prisma.ApiKeySelect;

export function createApiKeyRepository({ prisma, now, newId }: RepositoryContext): ApiKeyRepository {
  return {
    create: async ({ siteIds, name, keyHash, hint, scopes, expiresAt, author }) => {
      assertHash(keyHash);
      if (!scopes.every(isScope)) throw new RangeError(`scopes must be of ${API_KEY_SCOPES.join(", ")}`);
      if (siteIds.length === 0) throw new RangeError("siteIds must name at least one site");
      const row = await prisma.apiKey.create({
        data: {
          ...{ id: newId(), name, keyHash, hint, sites: inSites(siteIds) },
          ...{ scopes: [...new Set(scopes)], createdAt: now(), expiresAt: expiresAt ?? null },
          author: author ?? null,
        },
        select: API_KEY,
      });
      return toRecord(row);
    },

    findByHash: async (keyHash) => {
      if (!isStorableText(keyHash)) return null;
      const row = await prisma.apiKey.findUnique({
        where: { keyHash, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }] },
        select: API_KEY,
      });
      return row && toRecord(row);
    },

    list: async (siteIds) => {
      const rows = await prisma.apiKey.findMany({
        where: { sites: { some: { siteId: { in: siteIds.filter(isUuid) } } } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        select: API_KEY,
      });
      return rows.map(toRecord);
    },

    get: async (keyId) => {
      const row = isUuid(keyId) ? await prisma.apiKey.findUnique({ where: { id: keyId }, select: API_KEY }) : null;
      return row && toRecord(row);
    },

    rotate: async (keyId, { keyHash, hint, expiresAt, author, oldExpiresAt }) => {
      assertHash(keyHash);
      if (!isUuid(keyId)) return null;
      return prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM api_key WHERE id = ${keyId}::uuid FOR UPDATE`;
        const old = await tx.apiKey.findUnique({
          where: { id: keyId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }] },
          select: API_KEY,
        });
        if (old === null) return null;
        const made = await tx.apiKey.create({
          data: {
            ...{ id: newId(), name: old.name, scopes: old.scopes, keyHash, hint },
            sites: inSites(old.sites.map(({ siteId }) => siteId)),
            ...{ createdAt: now(), expiresAt: expiresAt ?? null, author: author ?? null },
          },
          select: API_KEY,
        });
        const ends = old.expiresAt !== null && old.expiresAt < oldExpiresAt ? old.expiresAt : oldExpiresAt;
        const replaced = await tx.apiKey.update({ where: { id: keyId }, data: { expiresAt: ends }, select: API_KEY });
        return { made: toRecord(made), replaced: toRecord(replaced) };
      }, WRITE);
    },

    revoke: async (keyId) => {
      if (!isUuid(keyId)) return null;
      await prisma.apiKey.updateMany({ where: { id: keyId, revokedAt: null }, data: { revokedAt: now() } });
      const row = await prisma.apiKey.findUnique({ where: { id: keyId }, select: API_KEY });
      return row && toRecord(row);
    },

    touch: async (keyIds) => {
      const at = now();
      at.setUTCSeconds(0, 0);
      await prisma.apiKey.updateMany({
        where: { id: { in: keyIds.filter(isUuid) }, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: at } }] },
        data: { lastUsedAt: at },
      });
    },

    count: () => prisma.apiKey.count(),
  };
}

/** A key stored in plain by mistake would be worse than a failure. */
function assertHash(keyHash: string): void {
  if (!/^[0-9a-f]{64}$/.test(keyHash)) throw new RangeError("keyHash must be a SHA-256 in lower-case hexadecimal");
}

const inSites = (siteIds: readonly string[]) => ({ create: [...new Set(siteIds)].map((siteId) => ({ siteId })) });

function toRecord({ sites, ...row }: Prisma.ApiKeyGetPayload<{ select: typeof API_KEY }>): ApiKeyRecord {
  return { ...row, siteIds: sites.map(({ siteId }) => siteId), scopes: row.scopes.filter(isScope) };
}

function isScope(scope: string): scope is ApiKeyScope {
  return (API_KEY_SCOPES as readonly string[]).includes(scope);
}
