import type { JsonObject } from "../client/json.js";
import type { DataKey } from "../encryption/vault.js";
import { decodeVector, encodeVector } from "../encryption/vector-codec.js";
import type { Prisma } from "../generated/prisma/client.js";
import type { RepositoryContext } from "./context.js";
import type { NewTemplate } from "./people.port.js";

/** What a sealed part of a template is bound to. */
export interface TemplateIdentity {
  readonly templateId: string;
  readonly personId: string;
  readonly modelId: string;
}

const binding = (purpose: string, { templateId, personId, modelId }: TemplateIdentity) => ({
  purpose,
  ownerId: personId,
  rowId: templateId,
  modelId,
});

/** The rows of new templates, in the order given, ready to be inserted. */
export function sealTemplates(
  { vault, now, newId }: RepositoryContext,
  personId: string,
  key: DataKey,
  templates: readonly NewTemplate[],
): Prisma.FaceTemplateCreateManyInput[] {
  if (templates.length === 0) throw new RangeError("At least one template is needed.");
  const createdAt = now();
  return templates.map(({ modelId, vector, chip, photoDigest, quality }) => {
    if (photoDigest.length !== 32) throw new RangeError("photoDigest must be the 32 bytes of a SHA-256.");
    const id = newId();
    const identity = { templateId: id, personId, modelId };
    return {
      ...{ id, personId, modelId, createdAt },
      vector: key.seal(binding("template-vector", identity), encodeVector(vector)),
      chip: chip ? key.seal(binding("template-chip", identity), chip) : null,
      sourceDigest: vault.mac("photo-digest", photoDigest),
      qualityScore: quality.score,
      quality: plainJson(quality),
    };
  });
}

export function openVector(key: DataKey, identity: TemplateIdentity, box: Uint8Array): Float32Array {
  return decodeVector(key.open(binding("template-vector", identity), box));
}

export function openChip(key: DataKey, identity: TemplateIdentity, box: Uint8Array): Uint8Array {
  return key.open(binding("template-chip", identity), box);
}

/** The template's row under the identity of another person. */
export function resealTemplate(
  from: { readonly key: DataKey; readonly personId: string },
  to: { readonly key: DataKey; readonly personId: string },
  row: { readonly id: string; readonly modelId: string; readonly vector: Uint8Array; readonly chip: Uint8Array | null },
) {
  const identity = { templateId: row.id, modelId: row.modelId };
  const moved = (purpose: string, box: Uint8Array) =>
    to.key.seal(
      binding(purpose, { ...identity, personId: to.personId }),
      from.key.open(binding(purpose, { ...identity, personId: from.personId }), box),
    );
  return {
    personId: to.personId,
    vector: moved("template-vector", row.vector),
    chip: row.chip && moved("template-chip", row.chip),
  };
}

/** What remains of an object in JSON; no class instances, no undefined. */
export function plainJson(value: object): JsonObject & Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value));
}
