import { isStorableText, isUuid } from "../client/ids.js";
import { WRITE } from "../client/prisma.js";
import { Prisma } from "../generated/prisma/client.js";
import { prepareAttempt } from "./attempt-write.js";
import type { RepositoryContext } from "./context.js";
import { DuplicateExternalId, insertPerson, lockMember } from "./enrolment.js";
import { erasePerson } from "./erasure.js";
import { recordGalleryChange } from "./gallery-change.js";
import { writeOnce } from "./idempotency.repository.js";
import { addMembership, removeMembership } from "./membership.js";
import { mergePeople } from "./merge.js";
import { checkedPageSize, toPage } from "./page.js";
import type { PeopleFilter, PeopleOrder, PeopleRepository, PersonRecord } from "./people.port.js";
import { assertCursor, countPeople, findPage } from "./people-query.js";
import { readMember, readPeople } from "./person-row.js";
import { openChip, openVector, sealTemplates } from "./sealed-template.js";

export function createPeopleRepository(context: RepositoryContext): PeopleRepository {
  const { prisma, vault, now } = context;

  return {
    create: async ({ attempt, idempotency, ...input }) => {
      const { siteId, externalId } = input;
      const { key, wrapped } = await vault.newDataKey();
      const [personId, attemptId] = [context.newId(), context.newId()];
      const sealedTemplates = sealTemplates(context, personId, key, input.templates);
      const templateIds = sealedTemplates.map(({ id }) => id);
      const insertAttempt = await prepareAttempt(context, attemptId, {
        ...attempt,
        ...enrolled(siteId, personId, externalId),
      });
      try {
        return await writeOnce(
          context,
          idempotency,
          async (tx) => {
            const person = await insertPerson(tx, context, { ...input, personId, wrapped, sealedTemplates });
            await insertAttempt(tx);
            return { kind: "created" as const, person, templateIds, attemptId };
          },
          (value) => ({ personId, value }),
        );
      } catch (error) {
        if (error instanceof DuplicateExternalId) return { kind: "duplicateExternalId" };
        throw error;
      }
    },

    addTemplates: async (siteId, externalId, { templates: newTemplates, attempt, idempotency }) => {
      const attemptId = context.newId();
      return writeOnce(
        context,
        idempotency,
        async (tx) => {
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
          const insertAttempt = await prepareAttempt(context, attemptId, {
            ...attempt,
            ...enrolled(siteId, personId, externalId),
          });
          await insertAttempt(tx);
          return {
            kind: "added" as const,
            person: await readMember(tx, siteId, personId),
            templateIds: templates.map(({ id }) => id),
            attemptId,
          };
        },
        (outcome) => (outcome.kind === "added" ? { personId: outcome.person.id, value: outcome } : undefined),
      );
    },

    removeTemplate: async (siteId, externalId, templateId, idempotency) =>
      writeOnce(
        context,
        idempotency,
        async (tx) => {
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
          return { kind: "removed" as const, person: await readMember(tx, siteId, personId) };
        },
        (outcome) => (outcome.kind === "removed" ? { personId: outcome.person.id, value: undefined } : undefined),
      ),

    delete: async (siteId, externalId, idempotency) =>
      writeOnce(
        context,
        idempotency,
        async (tx) => {
          const personId = await lockMember(tx, siteId, externalId);
          if (personId === undefined) return { kind: "notFound" as const };
          return { kind: "deleted" as const, personId, templateCount: await erasePerson(tx, personId) };
        },
        (outcome) => (outcome.kind === "deleted" ? { personId: null, value: undefined } : undefined),
      ),

    findByExternalId: async (siteId, externalId) => {
      if (!isUuid(siteId) || !isStorableText(externalId)) return null;
      const found = Prisma.sql`m.site_id = ${siteId}::uuid AND m.external_id = ${externalId}`;
      return (await readPeople(prisma, found))[0] ?? null;
    },

    findByIds: async (siteId, personIds) => {
      if (!isUuid(siteId)) return [];
      const ids = personIds.filter(isUuid);
      return readPeople(prisma, Prisma.sql`m.site_id = ${siteId}::uuid AND m.person_id = ANY(${ids}::uuid[])`);
    },

    list: async (siteId, { first, after, order: wanted, descending = false, ...filter }) => {
      const pageSize = checkedPageSize(first);
      const place = { order: wanted ?? "EXTERNAL_ID", descending, after: after ?? null };
      assertCursor(place);
      if (!isUuid(siteId) || !isSearchable(filter)) return { edges: [], hasNextPage: false };
      const rows = await findPage(prisma, siteId, filter, place, { limit: pageSize + 1, at: now() });
      return toPage(
        rows,
        pageSize,
        (person) => [place.order, sortKeyOf(place.order, person), person.externalId],
        (person) => person,
      );
    },

    count: async (siteId, filter) =>
      isUuid(siteId) && isSearchable(filter) ? countPeople(prisma, siteId, filter, now()) : 0,

    tags: async (siteId) => {
      if (!isUuid(siteId)) return [];
      const rows = await prisma.$queryRaw<{ tag: string }[]>`
        SELECT DISTINCT unnest(p.tags) AS tag FROM site_membership m JOIN person p ON p.id = m.person_id
        WHERE m.site_id = ${siteId}::uuid AND p.tags <> '{}' ORDER BY tag LIMIT ${MOST_TAGS}`;
      return rows.map(({ tag }) => tag);
    },

    update: async (siteId, externalId, { displayName, state, addTags = [], removeTags = [] }) =>
      prisma.$transaction(async (tx) => {
        const personId = await lockMember(tx, siteId, externalId);
        if (personId === undefined) return null;
        const before = await tx.person.findUniqueOrThrow({
          where: { id: personId },
          select: { state: true, tags: true },
        });
        const tags = new Set([...before.tags, ...addTags]);
        for (const tag of removeTags) tags.delete(tag);
        await tx.person.update({
          where: { id: personId },
          data: {
            ...(displayName == null ? {} : { displayName }),
            ...(state == null ? {} : { state }),
            ...{ tags: [...tags].sort(), updatedAt: now() },
          },
        });
        // The gallery holds names and only those who are recognised.
        if (displayName != null || (state != null && state !== before.state)) await recordGalleryChange(tx, personId);
        return readMember(tx, siteId, personId);
      }, WRITE),

    merge: async (siteId, externalId, otherExternalId) => mergePeople(context, siteId, externalId, otherExternalId),
    addMembership: async (siteId, externalId, to) => addMembership(context, siteId, externalId, to),
    removeMembership: async (siteId, externalId) => removeMembership(context, siteId, externalId),

    templates: async (siteId, externalId, modelId) => {
      if (!isUuid(siteId) || !isStorableText(externalId) || !isStorableText(modelId)) return null;
      const member = await prisma.siteMembership.findUnique({
        where: { siteId_externalId: { siteId, externalId } },
        select: {
          person: {
            select: {
              id: true,
              state: true,
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
      if (member === null) return null;
      const { id: personId, state, templates } = member.person;
      if (templates.length === 0) return { personId, state, templates: [] };
      const key = await vault.openDataKey(member.person);
      return {
        personId,
        state,
        templates: templates.map(({ id: templateId, vector }) => ({
          templateId,
          personId,
          vector: openVector(key, { templateId, personId, modelId }, vector),
        })),
      };
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
      if (template === null || template.chip === null) return null;
      const { modelId, chip, person } = template;
      const key = await vault.openDataKey(person);
      return openChip(key, { templateId: templateId.toLowerCase(), personId: person.id, modelId }, chip);
    },
  };
}

const enrolled = (siteId: string, claimedPersonId: string, claimedExternalId: string) =>
  ({ siteId, kind: "ENROLL", decision: "ENROLLED", claimedPersonId, claimedExternalId, candidates: [] }) as const;

const MOST_TAGS = 500;

const isSearchable = ({ search, tag }: PeopleFilter) => isStorableText(search ?? "") && isStorableText(tag ?? "");

function sortKeyOf(order: PeopleOrder, { displayName, createdAt, externalId }: PersonRecord): string {
  if (order === "DISPLAY_NAME") return displayName;
  return order === "CREATED_AT" ? createdAt.toISOString() : externalId;
}
