import { InvalidCursorError } from "../client/errors.js";
import { isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { RepositoryContext } from "./context.js";
import { checkedPageSize, decodeCursor, toPage } from "./page.js";
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

    rename: async (siteId, name) => {
      if (!isUuid(siteId)) return null;
      const [site] = await prisma.site.updateManyAndReturn({ where: { id: siteId }, data: { name }, select: SITE });
      return site ?? null;
    },

    counts: async (siteId) => {
      if (!isUuid(siteId)) return { people: 0, templates: 0 };
      const [row] = await prisma.$queryRaw<{ people: number; templates: number }[]>`
        SELECT count(*)::int AS people,
          (SELECT count(*)::int FROM face_template t JOIN site_membership m ON m.person_id = t.person_id
            WHERE m.site_id = ${siteId}::uuid) AS templates
        FROM site_membership WHERE site_id = ${siteId}::uuid`;
      return row ?? { people: 0, templates: 0 };
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
  const { minQuality = 0, keepTemplateChips = true, keepProbeChips = false, reason = null, revertOf = null } = cuts;
  const policy = await tx.matchPolicy.create({
    data: {
      ...about,
      ...{ modelId, acceptDistance, reviewDistance, identifyDistance, ambiguityMargin },
      ...{ acceptFmr, reviewFmr, identifyFmr, provenance, author },
      ...{ minQuality, keepTemplateChips, keepProbeChips, reason, revertOf },
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
    activate: async (siteId, cuts, expectedVersion) => {
      if (!isUuid(siteId)) return { kind: "notFound" };
      return prisma.$transaction(async (tx) => {
        // Of two who change a site at once one waits, and makes the version after that of the other.
        const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
        if (locked.length === 0) return { kind: "notFound" as const };
        const { _max } = await tx.matchPolicy.aggregate({ where: { siteId }, _max: { version: true } });
        const newest = _max.version ?? 0;
        if (expectedVersion != null && expectedVersion !== newest) return { kind: "changed" as const };
        const version = newest + 1;
        const { policy } = await activate(tx, cuts, { id: newId(), siteId, version, createdAt: now() });
        return { kind: "activated" as const, policy };
      }, WRITE);
    },

    list: async (siteId, { first, after }) => {
      const pageSize = checkedPageSize(first);
      const [last] = after ? decodeCursor(after, 1).map(Number) : [];
      if (last !== undefined && !Number.isSafeInteger(last)) throw new InvalidCursorError();
      if (!isUuid(siteId)) return { edges: [], hasNextPage: false };
      const rows = await prisma.matchPolicy.findMany({
        where: { siteId, ...(last === undefined ? {} : { version: { lt: last } }) },
        orderBy: { version: "desc" },
        take: pageSize + 1,
      });
      return toPage(
        rows,
        pageSize,
        ({ version }) => [String(version)],
        (row) => row,
      );
    },

    version: async (siteId, version) =>
      isUuid(siteId) ? prisma.matchPolicy.findUnique({ where: { siteId_version: { siteId, version } } }) : null,

    // Asked for by every call with a photo, those that are refused as well: one query, where the site with its policy is two.
    active: async (siteId) =>
      isUuid(siteId) ? prisma.matchPolicy.findFirst({ where: { activeFor: { id: siteId } } }) : null,
  };
}
