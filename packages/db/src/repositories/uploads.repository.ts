import { isUuid } from "../client/ids.js";
import type { RepositoryContext } from "./context.js";
import type { UploadRepository } from "./uploads.port.js";

const binding = (callerId: string, uploadId: string) => ({
  purpose: "upload",
  ownerId: callerId,
  rowId: uploadId,
  modelId: "",
});

export function createUploadRepository({ prisma, vault, now, newId }: RepositoryContext): UploadRepository {
  return {
    save: async ({ callerId, data, expiresAt }) => {
      const id = newId();
      const { key, wrapped } = await vault.newDataKey();
      await prisma.upload.create({
        data: {
          ...{ id, callerId, ...wrapped, byteLength: data.length, createdAt: now(), expiresAt },
          data: key.seal(binding(callerId, id), data),
        },
      });
      return id;
    },

    read: async (callerId, uploadId) => {
      if (!isUuid(callerId) || !isUuid(uploadId)) return null;
      const row = await prisma.upload.findFirst({ where: { id: uploadId, callerId, expiresAt: { gt: now() } } });
      if (row === null) return null;
      const key = await vault.openDataKey(row);
      return key.open(binding(row.callerId, row.id), row.data);
    },

    take: async (callerId, uploadId) => {
      if (!isUuid(callerId) || !isUuid(uploadId)) return false;
      // One statement: of two takers at once only one deletes the row.
      const { count } = await prisma.upload.deleteMany({
        where: { id: uploadId, callerId, expiresAt: { gt: now() } },
      });
      return count === 1;
    },

    waiting: async (callerId) => {
      const { _count, _sum, _min } = await prisma.upload.aggregate({
        where: { callerId, expiresAt: { gt: now() } },
        _count: true,
        _sum: { byteLength: true },
        _min: { expiresAt: true },
      });
      return { count: _count, bytes: _sum.byteLength ?? 0, nextExpiry: _min.expiresAt };
    },

    sweepExpired: async () => (await prisma.upload.deleteMany({ where: { expiresAt: { lte: now() } } })).count,
  };
}
