import type { JsonObject } from "../client/json.js";
import type { NewAttempt } from "./attempts.port.js";
import type { IdempotentWrite } from "./idempotency.port.js";
import type { Optional, Page, PageRequest } from "./page.js";

export interface NewConsent {
  readonly basis: string;
  readonly textVersion: string;
  readonly obtainedAt: Date;
  readonly expiresAt?: Optional<Date>;
}

export interface ConsentRecord {
  readonly basis: string;
  readonly textVersion: string;
  readonly obtainedAt: Date;
  readonly expiresAt: Date | null;
  readonly recordedAt: Date;
}

export interface NewTemplate {
  readonly modelId: string;
  /** The embedding: at least one component, all finite. */
  readonly vector: Float32Array;
  /** The aligned face, as an image file's bytes; left out where none is to be kept. */
  readonly chip?: Optional<Uint8Array>;
  /** SHA-256 of the photo file (32 bytes); only an HMAC of it is stored. */
  readonly photoDigest: Uint8Array;
  /** `score` 0..100 and whatever else was measured, as plain JSON. */
  readonly quality: { readonly score: number } & object;
}

export const PERSON_STATES = ["ACTIVE", "SUSPENDED"] as const;
/** SUSPENDED: known, but not recognised. */
export type PersonState = (typeof PERSON_STATES)[number];

export interface TemplateSummary {
  readonly id: string;
  readonly modelId: string;
  readonly qualityScore: number;
  /** As it was given, `score` included. */
  readonly quality: JsonObject;
  readonly createdAt: Date;
}

/** A site that knows the person, and by which name. */
export interface MembershipRecord {
  readonly siteId: string;
  /** Unique within the site. */
  readonly externalId: string;
}

export interface PersonRecord {
  readonly id: string;
  /** In the site that was asked. */
  readonly externalId: string;
  /** In the order of the sites' ids; the site that was asked is one of them. */
  readonly memberships: readonly MembershipRecord[];
  readonly displayName: string;
  readonly state: PersonState;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The newest on record. */
  readonly consent: ConsentRecord | null;
  /** Oldest first. */
  readonly templates: readonly TemplateSummary[];
}

export interface NewPerson {
  readonly siteId: string;
  readonly externalId: string;
  readonly displayName: string;
  readonly consent?: Optional<NewConsent>;
  /** At least one. */
  readonly templates: readonly NewTemplate[];
  /** Facts of the attempt that is recorded in the same transaction. */
  readonly attempt?: Optional<EnrolmentAttempt>;
  readonly idempotency?: Optional<IdempotentWrite<WrittenTemplates>>;
}

export type EnrolmentAttempt = Pick<
  NewAttempt,
  "modelId" | "quality" | "timings" | "requestId" | "apiKeyId" | "userId" | "uploadIds"
>;

export interface WrittenTemplates {
  readonly attemptId: string;
  /** In the order in which the templates were given. */
  readonly templateIds: readonly string[];
}

export interface DecryptedTemplate {
  readonly templateId: string;
  readonly personId: string;
  readonly vector: Float32Array;
}

export interface PersonTemplates {
  readonly personId: string;
  readonly state: PersonState;
  readonly templates: readonly DecryptedTemplate[];
}

/** The same call was done before, under the same idempotency key; see {@link IdempotencyRepository.find}. */
export interface AlreadyDone {
  readonly kind: "alreadyDone";
}

export type CreatePersonOutcome =
  | ({ readonly kind: "created"; readonly person: PersonRecord } & WrittenTemplates)
  | { readonly kind: "duplicateExternalId" }
  | AlreadyDone;

export type AddTemplatesOutcome =
  | ({ readonly kind: "added"; readonly person: PersonRecord } & WrittenTemplates)
  | { readonly kind: "notFound" }
  | AlreadyDone;

export type RemoveTemplateOutcome =
  | { readonly kind: "removed"; readonly person: PersonRecord }
  | { readonly kind: "notFound" }
  /** A person keeps at least one template: delete the person instead. */
  | { readonly kind: "lastTemplate" }
  | AlreadyDone;

export interface PersonChange {
  readonly displayName?: Optional<string>;
  readonly state?: Optional<PersonState>;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

export type MergeOutcome =
  | { readonly kind: "merged"; readonly person: PersonRecord }
  /** One of the two is nobody's external id. */
  | { readonly kind: "notFound" };

export type AddMembershipOutcome =
  /** As they are known in the site that they were known in before. */
  | { readonly kind: "added"; readonly person: PersonRecord }
  | { readonly kind: "notFound" }
  /** Somebody else has this external id in that site, or they themselves have another. */
  | { readonly kind: "duplicateExternalId" };

export type RemoveMembershipOutcome =
  | { readonly kind: "removed" }
  | { readonly kind: "notFound" }
  /** A person belongs to at least one site: delete the person instead. */
  | { readonly kind: "lastSite" };

export const PEOPLE_ORDERS = ["EXTERNAL_ID", "DISPLAY_NAME", "CREATED_AT"] as const;
export type PeopleOrder = (typeof PEOPLE_ORDERS)[number];

export interface PeopleFilter {
  /** Looked for in external id and display name, whatever its case. */
  readonly search?: Optional<string>;
  readonly state?: Optional<PersonState>;
  readonly tag?: Optional<string>;
  /** VALID: on record and not expired. */
  readonly consent?: Optional<"VALID" | "EXPIRED" | "NONE">;
}

export type DeletePersonOutcome =
  | { readonly kind: "deleted"; readonly personId: string; readonly templateCount: number }
  | { readonly kind: "notFound" }
  | AlreadyDone;

export interface PeopleRepository {
  /** Person, data key, templates, consent, attempt and gallery change, in one transaction. */
  create(input: NewPerson): Promise<CreatePersonOutcome>;
  addTemplates(
    siteId: string,
    externalId: string,
    input: Pick<NewPerson, "templates" | "attempt" | "idempotency">,
  ): Promise<AddTemplatesOutcome>;
  removeTemplate(
    siteId: string,
    externalId: string,
    templateId: string,
    idempotency?: Optional<IdempotentWrite<undefined>>,
  ): Promise<RemoveTemplateOutcome>;
  /**
   * Deletes the person with key, templates, consents and memberships. Attempts that name them stay as figures: the
   * reference, the claimed external id and the probe (vector, chip and its key) are erased.
   */
  delete(
    siteId: string,
    externalId: string,
    idempotency?: Optional<IdempotentWrite<undefined>>,
  ): Promise<DeletePersonOutcome>;
  findByExternalId(siteId: string, externalId: string): Promise<PersonRecord | null>;
  /** The site's members among `personIds`, in no particular order. */
  findByIds(siteId: string, personIds: readonly string[]): Promise<PersonRecord[]>;
  /** Ordered by external id unless told otherwise. A cursor fits the order that it was given out for. */
  list(
    siteId: string,
    request: PageRequest & PeopleFilter & { readonly order?: Optional<PeopleOrder>; readonly descending?: boolean },
  ): Promise<Page<PersonRecord>>;
  count(siteId: string, filter: PeopleFilter): Promise<number>;
  /** The tags of a site's people, by name; at most 500. */
  tags(siteId: string): Promise<string[]>;
  /** Null when there is no such person. */
  update(siteId: string, externalId: string, change: PersonChange): Promise<PersonRecord | null>;
  /**
   * Makes two people one: templates, consents, attempts, tags and memberships of the second become the first's, and the
   * second is no more. In a site that knows both, the first's external id stays.
   */
  merge(siteId: string, externalId: string, otherExternalId: string): Promise<MergeOutcome>;
  /** Makes a person of one site known in another too, by the same templates. Done again it changes nothing. */
  addMembership(siteId: string, externalId: string, to: MembershipRecord): Promise<AddMembershipOutcome>;
  /** The site forgets the person as if they had been deleted, its attempts included; their other sites do not. */
  removeMembership(siteId: string, externalId: string): Promise<RemoveMembershipOutcome>;
  /** Of one model, oldest first; null when there is no such person. */
  templates(siteId: string, externalId: string, modelId: string): Promise<PersonTemplates | null>;
  /** The aligned face of a template; null when the site has no such template. */
  chip(siteId: string, templateId: string): Promise<Uint8Array | null>;
}
