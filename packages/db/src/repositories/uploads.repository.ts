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

    take: async (apiKeyId, uploadId) => {
      if (!isUuid(apiKeyId) || !isUuid(uploadId)) return null;
      // One statement: of two takers at once only one gets the row.
      const [taken] = await prisma.$queryRaw<TakenRow[]>`
        DELETE FROM upload WHERE id = ${uploadId}::uuid AND api_key_id = ${apiKeyId}::uuid
        RETURNING id, api_key_id AS "apiKeyId", data, wrapped_data_key AS "wrappedDataKey",
          master_key_id AS "masterKeyId", expires_at AS "expiresAt"`;
      if (taken === undefined || taken.expiresAt.getTime() <= now().getTime()) return null;
      const key = await vault.openDataKey(taken);
      return key.open(binding(taken.apiKeyId, taken.id), taken.data);
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

interface TakenRow {
  readonly id: string;
  readonly apiKeyId: string;
  readonly data: Uint8Array;
  readonly wrappedDataKey: Uint8Array;
  readonly masterKeyId: string;
  readonly expiresAt: Date;
}
