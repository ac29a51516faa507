import { isStorableText } from "../client/ids.js";
import { API_KEY_SCOPES, type ApiKeyRecord, type ApiKeyRepository, type ApiKeyScope } from "./api-key.port.js";
import type { RepositoryContext } from "./context.js";

const API_KEY = {
  id: true,
  siteId: true,
  name: true,
  hint: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
} as const;

export function createApiKeyRepository({ prisma, now, newId }: RepositoryContext): ApiKeyRepository {
  return {
    create: async ({ siteId, name, keyHash, hint, scopes, expiresAt }) => {
      // A key stored in plain by mistake would be worse than a failure.
      if (!/^[0-9a-f]{64}$/.test(keyHash)) throw new RangeError("keyHash must be a SHA-256 in lower-case hexadecimal");
      if (!scopes.every(isScope)) throw new RangeError(`scopes must be of ${API_KEY_SCOPES.join(", ")}`);
      const row = await prisma.apiKey.create({
        data: {
          ...{ id: newId(), siteId, name, keyHash, hint },
          ...{ scopes: [...new Set(scopes)], createdAt: now(), expiresAt: expiresAt ?? null },
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

    count: () => prisma.apiKey.count(),
  };
}

function toRecord(row: Omit<ApiKeyRecord, "scopes"> & { scopes: string[] }): ApiKeyRecord {
  return { ...row, scopes: row.scopes.filter(isScope) };
}

function isScope(scope: string): scope is ApiKeyScope {
  return (API_KEY_SCOPES as readonly string[]).includes(scope);
}
