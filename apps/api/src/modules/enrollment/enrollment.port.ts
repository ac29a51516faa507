import type { IdempotentWrite } from "../idempotency/idempotency.port.js";
import type { PersonRecord } from "../people/people.port.js";
import type { SeenQuality } from "../photos/photos.port.js";

export interface Consent {
  basis: string;
  textVersion: string;
  obtainedAt: Date;
  expiresAt: Date | null;
}

export interface NewTemplate {
  modelId: string;
  vector: Float32Array;
  /** Null where the site's policy keeps none. */
  chip: Uint8Array | null;
  quality: SeenQuality;
  imageSha256: Uint8Array;
}

export interface NewPerson {
  siteId: string;
  externalId: string;
  displayName: string;
  consent: Consent | null;
}

export interface NewTemplates {
  templates: readonly NewTemplate[];
  /** Facts of the attempt that is recorded together with them. */
  attempt: EnrollmentAttempt;
  write: IdempotentWrite<WrittenTemplates> | null;
}

export interface EnrollmentAttempt {
  modelId: string;
  quality: SeenQuality | null;
  timingsMs: Record<string, number> | null;
  requestId: string;
  apiKeyId: string | null;
  userId: string | null;
  /** Uploads of the caller that are used up with it. */
  uploadIds: readonly string[];
}

export interface WrittenTemplates {
  attemptId: string;
  /** In the order given. */
  templateIds: readonly string[];
}

interface AlreadyDone {
  kind: "alreadyDone";
}

/**
 * Each call is one transaction: a person is whole, with templates and attempt, or absent. "alreadyDone" when there is a
 * record of the idempotency key. @throws UploadGoneError when an upload is gone: nothing is written then
 */
export interface EnrollmentStore {
  create(
    person: NewPerson,
    photos: NewTemplates,
  ): Promise<
    ({ kind: "created"; person: PersonRecord } & WrittenTemplates) | { kind: "duplicateExternalId" } | AlreadyDone
  >;
  addTemplates(
    siteId: string,
    externalId: string,
    photos: NewTemplates,
  ): Promise<({ kind: "added"; person: PersonRecord } & WrittenTemplates) | { kind: "personNotFound" } | AlreadyDone>;
  removeTemplate(
    siteId: string,
    externalId: string,
    templateId: string,
    write: IdempotentWrite<undefined> | null,
  ): Promise<
    { kind: "removed"; person: PersonRecord } | { kind: "photoNotFound" } | { kind: "lastPhoto" } | AlreadyDone
  >;
  deletePerson(
    siteId: string,
    externalId: string,
    write: IdempotentWrite<undefined> | null,
  ): Promise<{ kind: "deleted" } | { kind: "personNotFound" } | AlreadyDone>;
}
