import { isUuid } from "../client/ids.js";
import type { RepositoryContext } from "./context.js";
import type { UploadRepository } from "./uploads.port.js";

const binding = (apiKeyId: string, uploadId: string) => ({
  purpose: "upload",
  ownerId: apiKeyId,
  rowId: uploadId,
  modelId: "",
});

export function createUploadRepository({ prisma, vault, now, newId }: RepositoryContext): UploadRepository {
  return {
    save: async ({ apiKeyId, data, expiresAt }) => {
      const id = newId();
      const { key, wrapped } = await vault.newDataKey();
      await prisma.upload.create({
        data: {
          ...{ id, apiKeyId, ...wrapped, byteLength: data.length, createdAt: now(), expiresAt },
          data: key.seal(binding(apiKeyId, id), data),
        },
      });
      return id;
    },

    read: async (apiKeyId, uploadId) => {
      if (!isUuid(apiKeyId) || !isUuid(uploadId)) return null;
      const row = await prisma.upload.findFirst({ where: { id: uploadId, apiKeyId, expiresAt: { gt: now() } } });
      if (row === null) return null;
      const key = await vault.openDataKey(row);
      return key.open(binding(row.apiKeyId, row.id), row.data);
    },

    take: async (apiKeyId, uploadId) => {
      if (!isUuid(apiKeyId) || !isUuid(uploadId)) return false;
      // One statement: of two takers at once only one deletes the row.
      const { count } = await prisma.upload.deleteMany({
        where: { id: uploadId, apiKeyId, expiresAt: { gt: now() } },
      });
      return count === 1;
    },

    waiting: async (apiKeyId) => {
      const { _count, _sum, _min } = await prisma.upload.aggregate({
        where: { apiKeyId, expiresAt: { gt: now() } },
        _count: true,
        _sum: { byteLength: true },
        _min: { expiresAt: true },
      });
      return { count: _count, bytes: _sum.byteLength ?? 0, nextExpiry: _min.expiresAt };
    },

    sweepExpired: async () => (await prisma.upload.deleteMany({ where: { expiresAt: { lte: now() } } })).count,
  };
}
