import type { FaceQuality } from "facenet-core";
import type { PersonRecord } from "../people/people.port.js";

export interface Consent {
  basis: string;
  textVersion: string;
  obtainedAt: Date;
  expiresAt: Date | null;
}

export interface NewTemplate {
  modelId: string;
  vector: Float32Array;
  chip: Uint8Array;
  quality: FaceQuality;
  imageSha256: Uint8Array;
}

export interface NewPerson {
  siteId: string;
  externalId: string;
  displayName: string;
  consent: Consent | null;
  templates: readonly NewTemplate[];
}

/** Each call is one transaction: a person is whole or absent. Ids of templates come back in the order given. */
export interface EnrollmentStore {
  create(
    person: NewPerson,
  ): Promise<
    { kind: "created"; person: PersonRecord; templateIds: readonly string[] } | { kind: "duplicateExternalId" }
  >;
  addTemplates(
    siteId: string,
    externalId: string,
    templates: readonly NewTemplate[],
  ): Promise<{ kind: "added"; person: PersonRecord; templateIds: readonly string[] } | { kind: "personNotFound" }>;
  removeTemplate(
    siteId: string,
    externalId: string,
    templateId: string,
  ): Promise<{ kind: "removed"; person: PersonRecord } | { kind: "photoNotFound" } | { kind: "lastPhoto" }>;
  /** False when there is no such person. */
  deletePerson(siteId: string, externalId: string): Promise<boolean>;
}
