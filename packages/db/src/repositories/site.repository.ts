import { isUuid } from "../client/ids.js";
import { WRITE } from "../client/prisma.js";
import type { RepositoryContext } from "./context.js";
import type { PolicyRepository, SiteRepository } from "./site.port.js";

const SITE = { id: true, name: true, createdAt: true, activePolicyId: true } as const;

export function createSiteRepository({ prisma, now, newId }: RepositoryContext): SiteRepository {
  return {
    list: ({ ids } = {}) =>
      prisma.site.findMany({
        ...(ids ? { where: { id: { in: ids.filter(isUuid) } } } : {}),
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: SITE,
      }),

    get: async (siteId) => (isUuid(siteId) ? prisma.site.findUnique({ where: { id: siteId }, select: SITE }) : null),

    createWithPolicy: async ({ name, policy: cuts }) => {
      const createdAt = now();
      const siteId = newId();
      return prisma.$transaction(async (tx) => {
        await tx.site.create({ data: { id: siteId, name, createdAt } });
        const { modelId, acceptDistance, reviewDistance, identifyDistance, ambiguityMargin } = cuts;
        const { acceptFmr, reviewFmr, identifyFmr, provenance, author } = cuts;
        const policy = await tx.matchPolicy.create({
          data: {
            ...{ id: newId(), siteId, version: 1, createdAt },
            ...{ modelId, acceptDistance, reviewDistance, identifyDistance, ambiguityMargin },
            ...{ acceptFmr, reviewFmr, identifyFmr, provenance, author },
          },
        });
        const site = await tx.site.update({
          where: { id: siteId },
          data: { activePolicyId: policy.id },
          select: SITE,
        });
        return { site, policy };
      }, WRITE);
    },
  };
}

export function createPolicyRepository({ prisma }: RepositoryContext): PolicyRepository {
  return {
    active: async (siteId) => {
      if (!isUuid(siteId)) return null;
      const site = await prisma.site.findUnique({ where: { id: siteId }, select: { activePolicy: true } });
      return site?.activePolicy ?? null;
    },
  };
}
