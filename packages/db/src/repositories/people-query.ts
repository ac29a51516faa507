import { InvalidCursorError } from "../client/errors.js";
import type { Transaction } from "../client/prisma.js";
import { Prisma } from "../generated/prisma/client.js";
import { decodeCursor } from "./page.js";
import type { PeopleFilter, PeopleOrder, PersonRecord } from "./people.port.js";
import { MEMBERS, readPeople } from "./person-row.js";

/*
 * Lists of people are found by hand-written SQL: Prisma joins so that no index on a person's columns can give the order, and
 * asks for both texts in one condition, so that none can answer a search. At 100,000 people that is the difference between
 * some milliseconds and more than a hundred.
 */

export interface Place {
  readonly order: PeopleOrder;
  readonly descending: boolean;
  /** Cursor of the last row that the caller has. */
  readonly after: string | null;
}

/** The people of a page, in order, at most `limit`. @throws InvalidCursorError */
export async function findPage(
  tx: Transaction,
  siteId: string,
  filter: PeopleFilter,
  place: Place,
  { limit, at }: { readonly limit: number; readonly at: Date },
): Promise<PersonRecord[]> {
  const direction = Prisma.raw(place.descending ? "DESC" : "ASC");
  const key = SORT_KEYS[place.order];
  const order =
    place.order === "EXTERNAL_ID"
      ? Prisma.sql`m.external_id ${direction}`
      : Prisma.sql`${key} ${direction}, m.external_id ${direction}`;
  const found = searched(filter, (isFound) => {
    const conditions = Prisma.sql`${matching(siteId, filter, at)} AND ${isFound} AND ${beyond(place)}`;
    return Prisma.sql`(SELECT m.person_id ${MEMBERS} WHERE ${conditions} ORDER BY ${order} LIMIT ${limit})`;
  });
  return readPeople(
    tx,
    Prisma.sql`m.site_id = ${siteId}::uuid AND m.person_id = ANY(ARRAY(${found})) ORDER BY ${order}`,
  );
}

export async function countPeople(tx: Transaction, siteId: string, filter: PeopleFilter, at: Date): Promise<number> {
  const counts = searched(filter, (isFound) => {
    return Prisma.sql`(SELECT count(*) ${MEMBERS} WHERE ${matching(siteId, filter, at)} AND ${isFound})`;
  });
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT sum(count)::int AS count FROM (${counts}) counts`;
  return row?.count ?? 0;
}

const SORT_KEYS: Readonly<Record<PeopleOrder, Prisma.Sql>> = {
  EXTERNAL_ID: Prisma.sql`m.external_id`,
  DISPLAY_NAME: Prisma.sql`p.display_name`,
  CREATED_AT: Prisma.sql`p.created_at`,
};

/** Whom a search finds more of is met soon by reading in order; fewer are found by their index and put in order then. */
const MANY = 5_000;

/**
 * Who has the search in either text, each of which has an index of its own. Few are gathered in an array first: joined, the
 * database might look through them anew for every member that it reads in order, which takes seconds.
 * @param select what is wanted of the members that are found. It is asked for twice: the database finds out first how many
 * there are, and then does one of the two.
 */
function searched({ search }: PeopleFilter, select: (isFound: Prisma.Sql) => Prisma.Sql): Prisma.Sql {
  if (!search) return select(Prisma.sql`true`);
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const ofFew = select(
    Prisma.sql`(SELECT are_few FROM amount) AND m.person_id = ANY(ARRAY(SELECT person_id FROM found))`,
  );
  const ofMany = select(Prisma.sql`
    NOT (SELECT are_few FROM amount) AND (m.external_id ILIKE ${pattern} OR p.display_name ILIKE ${pattern})`);
  return Prisma.sql`
    WITH found AS MATERIALIZED (
      (SELECT person_id FROM site_membership WHERE external_id ILIKE ${pattern} LIMIT ${MANY}) UNION ALL
      (SELECT id FROM person WHERE display_name ILIKE ${pattern} LIMIT ${MANY})
    ), amount AS MATERIALIZED (SELECT count(*) < ${MANY} AS are_few FROM found)
    ${ofFew} UNION ALL ${ofMany}`;
}

function matching(siteId: string, { state, tag, consent }: PeopleFilter, at: Date): Prisma.Sql {
  const conditions = [
    Prisma.sql`m.site_id = ${siteId}::uuid`,
    ...(state ? [Prisma.sql`p.state = ${state}::person_state`] : []),
    ...(tag ? [Prisma.sql`${tag} = ANY(p.tags)`] : []),
    ...(consent ? [CONSENT[consent](at)] : []),
  ];
  return Prisma.join(conditions, " AND ");
}

const anyConsent = Prisma.sql`EXISTS (SELECT FROM consent c WHERE c.person_id = p.id)`;
const validConsent = (at: Date) =>
  Prisma.sql`EXISTS (SELECT FROM consent c WHERE c.person_id = p.id AND (c.expires_at IS NULL OR c.expires_at > ${at}))`;
const CONSENT: Readonly<Record<NonNullable<PeopleFilter["consent"]>, (at: Date) => Prisma.Sql>> = {
  VALID: validConsent,
  EXPIRED: (at) => Prisma.sql`${anyConsent} AND NOT ${validConsent(at)}`,
  NONE: () => Prisma.sql`NOT ${anyConsent}`,
};

/** @throws InvalidCursorError for a cursor that was not given out for this order */
export function assertCursor(place: Place): void {
  positionOf(place);
}

/** Of the rows after the cursor. */
function beyond(place: Place): Prisma.Sql {
  const position = positionOf(place);
  if (position === null) return Prisma.sql`true`;
  const than = Prisma.raw(place.descending ? "<" : ">");
  const { key, externalId } = position;
  if (place.order === "EXTERNAL_ID") return Prisma.sql`m.external_id ${than} ${externalId}`;
  return Prisma.sql`(${SORT_KEYS[place.order]}, m.external_id) ${than} (${key}, ${externalId})`;
}

function positionOf({ order, after }: Place): { key: string | Date; externalId: string } | null {
  if (after === null) return null;
  const [madeFor, key = "", externalId = ""] = decodeCursor(after, 3);
  if (madeFor !== order) throw new InvalidCursorError();
  if (order !== "CREATED_AT") return { key, externalId };
  const createdAt = new Date(key);
  if (Number.isNaN(createdAt.getTime())) throw new InvalidCursorError();
  return { key: createdAt, externalId };
}
