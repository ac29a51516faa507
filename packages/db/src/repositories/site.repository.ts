import { isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { RepositoryContext } from "./context.js";
import type { NewPolicy, PolicyRecord, PolicyRepository, SiteRecord, SiteRepository } from "./site.port.js";

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
        return activate(tx, cuts, { id: newId(), siteId, version: 1, createdAt });
      }, WRITE);
    },

    countWithoutTemplate: async (siteId, modelId) =>
      isUuid(siteId)
        ? prisma.siteMembership.count({ where: { siteId, person: { templates: { none: { modelId } } } } })
        : 0,
  };
}

async function activate(
  tx: Transaction,
  cuts: NewPolicy,
  about: Pick<PolicyRecord, "id" | "siteId" | "version" | "createdAt">,
): Promise<{ site: SiteRecord; policy: PolicyRecord }> {
  const { modelId, acceptDistance, reviewDistance, identifyDistance, ambiguityMargin } = cuts;
  const { acceptFmr, reviewFmr, identifyFmr, provenance, author } = cuts;
  const policy = await tx.matchPolicy.create({
    data: {
      ...about,
      ...{ modelId, acceptDistance, reviewDistance, identifyDistance, ambiguityMargin },
      ...{ acceptFmr, reviewFmr, identifyFmr, provenance, author },
    },
  });
  const site = await tx.site.update({
    where: { id: about.siteId },
    data: { activePolicyId: policy.id },
    select: SITE,
  });
  return { site, policy };
}

export function createPolicyRepository({ prisma, now, newId }: RepositoryContext): PolicyRepository {
  return {
    activate: async (siteId, cuts) => {
      if (!isUuid(siteId)) return null;
      return prisma.$transaction(async (tx) => {
        // Of two who change a site at once one waits, and makes the version after that of the other.
        const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
        if (locked.length === 0) return null;
        const { _max } = await tx.matchPolicy.aggregate({ where: { siteId }, _max: { version: true } });
        const version = (_max.version ?? 0) + 1;
        return (await activate(tx, cuts, { id: newId(), siteId, version, createdAt: now() })).policy;
      }, WRITE);
    },

    active: async (siteId) => {
      if (!isUuid(siteId)) return null;
      const site = await prisma.site.findUnique({ where: { id: siteId }, select: { activePolicy: true } });
      return site?.activePolicy ?? null;
    },
  };
}
