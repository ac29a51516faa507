import type { JsonObject } from "../client/json.js";
import type { Transaction } from "../client/prisma.js";
import type { Prisma } from "../generated/prisma/client.js";
import type { PersonRecord } from "./people.port.js";

/** A membership with what makes a {@link PersonRecord}; no ciphertext is read. */
export const MEMBER = {
  externalId: true,
  person: {
    select: {
      id: true,
      displayName: true,
      state: true,
      tags: true,
      createdAt: true,
      updatedAt: true,
      memberships: { orderBy: { siteId: "asc" }, select: { siteId: true, externalId: true } },
      consents: {
        orderBy: [{ recordedAt: "desc" }, { id: "desc" }],
        take: 1,
        select: { basis: true, textVersion: true, obtainedAt: true, expiresAt: true, recordedAt: true },
      },
      templates: {
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: { id: true, modelId: true, qualityScore: true, quality: true, createdAt: true },
      },
    },
  },
} as const satisfies Prisma.SiteMembershipSelect;

export type MemberRow = Prisma.SiteMembershipGetPayload<{ select: typeof MEMBER }>;

export function toPersonRecord({ externalId, person }: MemberRow): PersonRecord {
  const { consents, templates, ...rest } = person;
  return {
    ...rest,
    externalId,
    consent: consents[0] ?? null,
    templates: templates.map((template) => ({ ...template, quality: template.quality as JsonObject })),
  };
}

export async function readMember(tx: Transaction, siteId: string, personId: string): Promise<PersonRecord> {
  const member = await tx.siteMembership.findUniqueOrThrow({
    where: { siteId_personId: { siteId, personId } },
    select: MEMBER,
  });
  return toPersonRecord(member);
}
