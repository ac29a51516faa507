import type { JsonObject } from "../client/json.js";
import type { Prisma } from "../generated/prisma/client.js";
import type { AttemptRecord } from "./attempts.port.js";

/** All of an attempt but its sealed probe; people are shown under the external id that they have in this site. */
export function attemptSelect(siteId: string) {
  return {
    id: true,
    siteId: true,
    kind: true,
    claimedPersonId: true,
    claimedExternalId: true,
    decision: true,
    problemCode: true,
    distance: true,
    threshold: true,
    policyId: true,
    modelId: true,
    quality: true,
    timings: true,
    requestId: true,
    apiKeyId: true,
    apiKey: { select: { name: true } },
    userId: true,
    user: { select: { name: true } },
    verdict: true,
    policy: { select: { version: true } },
    reviews: {
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      select: { id: true, verdict: true, createdAt: true, probability: true, user: { select: { name: true } } },
    },
    createdAt: true,
    candidates: {
      orderBy: { rank: "asc" },
      select: {
        rank: true,
        personId: true,
        templateId: true,
        distance: true,
        person: {
          select: {
            id: true,
            displayName: true,
            memberships: { where: { siteId }, select: { externalId: true } },
          },
        },
      },
    },
  } as const satisfies Prisma.AttemptSelect;
}

export type AttemptRow = Prisma.AttemptGetPayload<{ select: ReturnType<typeof attemptSelect> }>;

export function toAttemptRecord(row: AttemptRow, probe: { hasVector: boolean; hasChip: boolean }): AttemptRecord {
  const { apiKey, user, policy, reviews, ...rest } = row;
  return {
    ...rest,
    caller: apiKey?.name ?? user?.name ?? null,
    policyVersion: policy?.version ?? null,
    reviews: reviews.map(({ user: reviewer, ...review }) => ({ ...review, reviewer: reviewer?.name ?? null })),
    quality: row.quality as JsonObject | null,
    timings: row.timings as JsonObject | null,
    hasProbeVector: probe.hasVector,
    hasProbeChip: probe.hasChip,
    candidates: row.candidates.map(({ person, ...candidate }) => {
      const externalId = person?.memberships[0]?.externalId;
      return {
        ...candidate,
        person:
          person && externalId !== undefined ? { id: person.id, displayName: person.displayName, externalId } : null,
      };
    }),
  };
}
