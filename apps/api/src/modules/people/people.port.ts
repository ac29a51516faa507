import type { Page, PageRequest } from "../paging/page.js";
import type { SeenQuality } from "../photos/photos.port.js";

/** SUSPENDED: known, but not recognised. */
export type PersonState = "ACTIVE" | "SUSPENDED";

/** The newest on record. */
export interface ConsentRecord {
  basis: string;
  textVersion: string;
  obtainedAt: Date;
  expiresAt: Date | null;
}

export interface PeopleFilter {
  /** Part of an external id or display name. */
  search: string | null;
  state: PersonState | null;
  tag: string | null;
  /** VALID: on record and not expired. */
  consent: "VALID" | "EXPIRED" | "NONE" | null;
}

export interface PeopleOrder {
  by: "EXTERNAL_ID" | "DISPLAY_NAME" | "CREATED_AT";
  descending: boolean;
}

export interface PersonChange {
  displayName: string | null;
  state: PersonState | null;
  addTags: readonly string[];
  removeTags: readonly string[];
}

/** A site that knows a person, and by which name. */
export interface Membership {
  siteId: string;
  externalId: string;
}

export interface PersonRecord {
  id: string;
  /** In the site that was asked. */
  externalId: string;
  /** All of them, whoever asks. */
  memberships: readonly Membership[];
  displayName: string;
  state: PersonState;
  tags: readonly string[];
  consent: ConsentRecord | null;
  createdAt: Date;
  updatedAt: Date;
  /** Oldest first. */
  photos: readonly PhotoRecord[];
}

export interface PhotoRecord {
  id: string;
  createdAt: Date;
  modelId: string;
  quality: SeenQuality;
}

export interface PersonStore {
  findByExternalId(siteId: string, externalId: string): Promise<PersonRecord | null>;
  /** Those that are (still) people of the site; in no particular order. */
  findByIds(siteId: string, personIds: readonly string[]): Promise<readonly PersonRecord[]>;
  list(siteId: string, filter: PeopleFilter, order: PeopleOrder, page: PageRequest): Promise<Page<PersonRecord>>;
  count(siteId: string, filter: PeopleFilter): Promise<number>;
  /** By name. */
  tags(siteId: string): Promise<readonly string[]>;
  /** Null when there is no such person. */
  update(siteId: string, externalId: string, change: PersonChange): Promise<PersonRecord | null>;
  /** The first of the two, who has everything of the second, who is no more. Null when one is unknown, or both are one. */
  merge(siteId: string, externalId: string, otherExternalId: string): Promise<PersonRecord | null>;
  /** The person as the site knows them that was named first. */
  addMembership(
    siteId: string,
    externalId: string,
    to: Membership,
  ): Promise<{ kind: "added"; person: PersonRecord } | { kind: "personNotFound" } | { kind: "duplicateExternalId" }>;
  removeMembership(
    siteId: string,
    externalId: string,
  ): Promise<{ kind: "removed" } | { kind: "personNotFound" } | { kind: "lastSite" }>;
}
