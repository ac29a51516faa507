import type { Transaction } from "../client/prisma.js";
import { Prisma } from "../generated/prisma/client.js";
import type { ConsentRecord, PersonRecord, TemplateSummary } from "./people.port.js";

/** As it comes in JSON: times are text. */
type Told<T> = { readonly [K in keyof T]: Date extends T[K] ? string | Exclude<T[K], Date> : T[K] };

interface PersonRow extends Omit<PersonRecord, "consent" | "templates"> {
  readonly consent: Told<ConsentRecord> | null;
  readonly templates: readonly Told<TemplateSummary>[];
}

export const MEMBERS = Prisma.sql`FROM site_membership m JOIN person p ON p.id = m.person_id`;

/**
 * Reads memberships `m` and their people `p`, as `clauses` (WHERE and what follows it) selects them. No ciphertext is read.
 * By hand, because it is one query: Prisma asks for the relations one after another, which takes longer than finding the
 * people does.
 */
export async function readPeople(tx: Transaction, clauses: Prisma.Sql): Promise<PersonRecord[]> {
  const rows = await tx.$queryRaw<PersonRow[]>`
    SELECT p.id, m.external_id AS "externalId", p.display_name AS "displayName", p.state, p.tags,
      p.created_at AS "createdAt", p.updated_at AS "updatedAt",
      (SELECT json_agg(json_build_object('siteId', o.site_id, 'externalId', o.external_id) ORDER BY o.site_id)
        FROM site_membership o WHERE o.person_id = p.id) AS memberships,
      (SELECT json_build_object('basis', c.basis, 'textVersion', c.text_version, 'obtainedAt', c.obtained_at,
          'expiresAt', c.expires_at, 'recordedAt', c.recorded_at)
        FROM consent c WHERE c.person_id = p.id ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1) AS consent,
      (SELECT coalesce(json_agg(json_build_object('id', t.id, 'modelId', t.model_id, 'qualityScore', t.quality_score,
          'quality', t.quality, 'createdAt', t.created_at) ORDER BY t.created_at, t.id), '[]')
        FROM face_template t WHERE t.person_id = p.id) AS templates
    ${MEMBERS} WHERE ${clauses}`;
  return rows.map(toPersonRecord);
}

/** @throws Error when there is no such member */
export async function readMember(tx: Transaction, siteId: string, personId: string): Promise<PersonRecord> {
  const [person] = await readPeople(tx, Prisma.sql`m.site_id = ${siteId}::uuid AND m.person_id = ${personId}::uuid`);
  if (person === undefined) throw new Error("no such member");
  return person;
}

function toPersonRecord({ consent, templates, ...person }: PersonRow): PersonRecord {
  return {
    ...person,
    consent: consent && {
      ...consent,
      obtainedAt: new Date(consent.obtainedAt),
      expiresAt: consent.expiresAt === null ? null : new Date(consent.expiresAt),
      recordedAt: new Date(consent.recordedAt),
    },
    templates: templates.map((template) => ({ ...template, createdAt: new Date(template.createdAt) })),
  };
}
