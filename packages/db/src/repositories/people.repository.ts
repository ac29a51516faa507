import { InvalidCursorError } from "../client/errors.js";
import { isStorableText, isUuid } from "../client/ids.js";
import { type Transaction, WRITE } from "../client/prisma.js";
import type { Prisma } from "../generated/prisma/client.js";
import { prepareAttempt } from "./attempt-write.js";
import type { RepositoryContext } from "./context.js";
import { DuplicateExternalId, insertPerson, lockMember } from "./enrolment.js";
import { erasePerson } from "./erasure.js";
import { recordGalleryChange } from "./gallery-change.js";
import { writeOnce } from "./idempotency.repository.js";
import { mergePeople } from "./merge.js";
import { checkedPageSize, decodeCursor, toPage } from "./page.js";
import type { PeopleFilter, PeopleOrder, PeopleRepository, PersonRecord } from "./people.port.js";
import { MEMBER, type MemberRow, toPersonRecord } from "./person-row.js";
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

    list: async (siteId, { first, after, order: wanted, descending = false, ...filter }) => {
      const pageSize = checkedPageSize(first);
      const order = wanted ?? "EXTERNAL_ID";
      const direction = descending ? "desc" : "asc";
      const position = after ? positionOf(order, direction, after) : {};
      if (!isUuid(siteId) || !isSearchable(filter)) return { edges: [], hasNextPage: false };
      const members = await prisma.siteMembership.findMany({
        where: { AND: [matching(siteId, filter, now()), position] },
        orderBy: orderOf(order, direction),
        take: pageSize + 1,
        select: MEMBER,
      });
      return toPage(
        members,
        pageSize,
        (member) => [order, sortKeyOf(order, member), member.externalId],
        toPersonRecord,
      );
    },

    count: async (siteId, filter) =>
      isUuid(siteId) && isSearchable(filter)
        ? prisma.siteMembership.count({ where: matching(siteId, filter, now()) })
        : 0,

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

async function readMember(tx: Transaction, siteId: string, personId: string): Promise<PersonRecord> {
  const member = await tx.siteMembership.findUniqueOrThrow({
    where: { siteId_personId: { siteId, personId } },
    select: MEMBER,
  });
  return toPersonRecord(member);
}

const MOST_TAGS = 500;

const isSearchable = ({ search, tag }: PeopleFilter) => isStorableText(search ?? "") && isStorableText(tag ?? "");

function matching(
  siteId: string,
  { search, state, tag, consent }: PeopleFilter,
  at: Date,
): Prisma.SiteMembershipWhereInput {
  const matches = search ? { contains: escapeLike(search), mode: "insensitive" as const } : undefined;
  const valid = { OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] };
  const consents = {
    VALID: { some: valid },
    EXPIRED: { some: {}, none: valid },
    NONE: { none: {} },
  } as const satisfies Record<NonNullable<PeopleFilter["consent"]>, Prisma.ConsentListRelationFilter>;
  const person: Prisma.PersonWhereInput = {
    ...(state ? { state } : {}),
    ...(tag ? { tags: { has: tag } } : {}),
    ...(consent ? { consents: consents[consent] } : {}),
  };
  return {
    siteId,
    ...(Object.keys(person).length > 0 ? { person } : {}),
    ...(matches ? { OR: [{ externalId: matches }, { person: { displayName: matches } }] } : {}),
  };
}

type Direction = "asc" | "desc";

function orderOf(order: PeopleOrder, direction: Direction): Prisma.SiteMembershipOrderByWithRelationInput[] {
  const byExternalId = { externalId: direction };
  if (order === "DISPLAY_NAME") return [{ person: { displayName: direction } }, byExternalId];
  if (order === "CREATED_AT") return [{ person: { createdAt: direction } }, byExternalId];
  return [byExternalId];
}

function sortKeyOf(order: PeopleOrder, { person, externalId }: MemberRow): string {
  if (order === "DISPLAY_NAME") return person.displayName;
  return order === "CREATED_AT" ? person.createdAt.toISOString() : externalId;
}

/** Of the rows after the cursor. @throws InvalidCursorError */
function positionOf(order: PeopleOrder, direction: Direction, cursor: string): Prisma.SiteMembershipWhereInput {
  const [madeFor, key = "", lastExternalId = ""] = decodeCursor(cursor, 3);
  if (madeFor !== order) throw new InvalidCursorError();
  const beyond = direction === "asc" ? "gt" : "lt";
  const externalId = { [beyond]: lastExternalId };
  if (order === "EXTERNAL_ID") return { externalId };
  if (order === "DISPLAY_NAME") {
    return { OR: [{ person: { displayName: { [beyond]: key } } }, { person: { displayName: key }, externalId }] };
  }
  const createdAt = new Date(key);
  if (Number.isNaN(createdAt.getTime())) throw new InvalidCursorError();
  return { OR: [{ person: { createdAt: { [beyond]: createdAt } } }, { person: { createdAt }, externalId }] };
}

/** Prisma hands a search text to LIKE as it is. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
