import { isStorableText, isUuid } from "../client/ids.js";
import { WRITE } from "../client/prisma.js";
import type { RepositoryContext } from "./context.js";
import { DuplicateExternalId, insertPerson, lockMember } from "./enrolment.js";
import { erasePerson } from "./erasure.js";
import { recordGalleryChange } from "./gallery-change.js";
import { checkedPageSize, decodeCursor, toPage } from "./page.js";
import type { PeopleRepository } from "./people.port.js";
import { MEMBER, toPersonRecord } from "./person-row.js";
import { openChip, openVector, sealTemplates } from "./sealed-template.js";

export function createPeopleRepository(context: RepositoryContext): PeopleRepository {
  const { prisma, vault, now } = context;

  return {
    create: async (input) => {
      const { key, wrapped } = await vault.newDataKey();
      const personId = context.newId();
      const templates = sealTemplates(context, personId, key, input.templates);
      try {
        const person = await prisma.$transaction(
          (tx) => insertPerson(tx, context, { ...input, personId, wrapped, sealedTemplates: templates }),
          WRITE,
        );
        return { kind: "created", person, templateIds: templates.map(({ id }) => id) };
      } catch (error) {
        if (error instanceof DuplicateExternalId) return { kind: "duplicateExternalId" };
        throw error;
      }
    },

    addTemplates: async (siteId, externalId, newTemplates) =>
      prisma.$transaction(async (tx) => {
        const personId = await lockMember(tx, siteId, externalId);
        if (personId === undefined) return { kind: "notFound" as const };
        const keyRow = await tx.person.update({
          where: { id: personId },
          data: { updatedAt: now() },
          select: { wrappedDataKey: true, masterKeyId: true },
        });
        const templates = sealTemplates(context, personId, await vault.openDataKey(keyRow), newTemplates);
        await tx.faceTemplate.createMany({ data: templates });
        await recordGalleryChange(tx, personId);
        const member = await tx.siteMembership.findUniqueOrThrow({
          where: { siteId_personId: { siteId, personId } },
          select: MEMBER,
        });
        return {
          kind: "added" as const,
          person: toPersonRecord(member),
          templateIds: templates.map(({ id }) => id),
        };
      }, WRITE),

    removeTemplate: async (siteId, externalId, templateId) =>
      prisma.$transaction(async (tx) => {
        // The lock on the person makes removals wait for each other: the count below cannot go stale.
        const personId = await lockMember(tx, siteId, externalId);
        if (personId === undefined || !isUuid(templateId)) return { kind: "notFound" as const };
        const template = await tx.faceTemplate.findUnique({
          where: { id: templateId, personId },
          select: { id: true },
        });
        if (template === null) return { kind: "notFound" as const };
        if ((await tx.faceTemplate.count({ where: { personId } })) === 1) return { kind: "lastTemplate" as const };
        await tx.faceTemplate.delete({ where: { id: templateId } });
        await tx.person.update({ where: { id: personId }, data: { updatedAt: now() } });
        await recordGalleryChange(tx, personId);
        const member = await tx.siteMembership.findUniqueOrThrow({
          where: { siteId_personId: { siteId, personId } },
          select: MEMBER,
        });
        return { kind: "removed" as const, person: toPersonRecord(member) };
      }, WRITE),

    delete: async (siteId, externalId) =>
      prisma.$transaction(async (tx) => {
        const personId = await lockMember(tx, siteId, externalId);
        if (personId === undefined) return { kind: "notFound" as const };
        return { kind: "deleted" as const, personId, templateCount: await erasePerson(tx, personId) };
      }, WRITE),

    findByExternalId: async (siteId, externalId) => {
      if (!isUuid(siteId) || !isStorableText(externalId)) return null;
      const member = await prisma.siteMembership.findUnique({
        where: { siteId_externalId: { siteId, externalId } },
        select: MEMBER,
      });
      return member && toPersonRecord(member);
    },

    findByIds: async (siteId, personIds) => {
      if (!isUuid(siteId)) return [];
      const members = await prisma.siteMembership.findMany({
        where: { siteId, personId: { in: personIds.filter(isUuid) } },
        select: MEMBER,
      });
      return members.map(toPersonRecord);
    },

    list: async (siteId, { first, after, search }) => {
      const pageSize = checkedPageSize(first);
      const [lastExternalId] = after ? decodeCursor(after, 1) : [];
      if (!isUuid(siteId) || !isStorableText(search ?? "")) return { edges: [], hasNextPage: false };
      const matches = search ? { contains: escapeLike(search), mode: "insensitive" as const } : undefined;
      const members = await prisma.siteMembership.findMany({
        where: {
          siteId,
          ...(lastExternalId === undefined ? {} : { externalId: { gt: lastExternalId } }),
          ...(matches ? { OR: [{ externalId: matches }, { person: { displayName: matches } }] } : {}),
        },
        orderBy: { externalId: "asc" },
        take: pageSize + 1,
        select: MEMBER,
      });
      return toPage(members, pageSize, (member) => [member.externalId], toPersonRecord);
    },

    templates: async (siteId, externalId, modelId) => {
      if (!isUuid(siteId) || !isStorableText(externalId) || !isStorableText(modelId)) return [];
      const member = await prisma.siteMembership.findUnique({
        where: { siteId_externalId: { siteId, externalId } },
        select: {
          person: {
            select: {
              id: true,
              wrappedDataKey: true,
              masterKeyId: true,
              templates: {
                where: { modelId },
                orderBy: [{ createdAt: "asc" }, { id: "asc" }],
                select: { id: true, vector: true },
              },
            },
          },
        },
      });
      if (member === null || member.person.templates.length === 0) return [];
      const { id: personId, templates } = member.person;
      const key = await vault.openDataKey(member.person);
      return templates.map(({ id: templateId, vector }) => ({
        templateId,
        personId,
        vector: openVector(key, { templateId, personId, modelId }, vector),
      }));
    },

    chip: async (siteId, templateId) => {
      if (!isUuid(siteId) || !isUuid(templateId)) return null;
      const template = await prisma.faceTemplate.findFirst({
        where: { id: templateId, person: { memberships: { some: { siteId } } } },
        select: {
          modelId: true,
          chip: true,
          person: { select: { id: true, wrappedDataKey: true, masterKeyId: true } },
        },
      });
      if (template === null) return null;
      const { modelId, chip, person } = template;
      const key = await vault.openDataKey(person);
      return openChip(key, { templateId: templateId.toLowerCase(), personId: person.id, modelId }, chip);
    },
  };
}

/** Prisma hands a search text to LIKE as it is. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
