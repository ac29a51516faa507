import type { FaceQuality } from "facenet-core";
import type {
  Database,
  PersonRecord as DbPerson,
  PolicyRecord as DbPolicy,
  IdempotentWrite as DbWrite,
  JsonObject,
} from "facenet-db";
import type { ApiKeyStore } from "../modules/access/access.port.js";
import type { AttemptStore, NewAttempt } from "../modules/attempts/attempts.port.js";
import type { EnrollmentStore, NewTemplates } from "../modules/enrollment/enrollment.port.js";
import type { IdempotencyStore, IdempotentWrite } from "../modules/idempotency/idempotency.port.js";
import { InvalidCursorError, type Page } from "../modules/paging/page.js";
import type { PersonRecord, PersonStore } from "../modules/people/people.port.js";
import type { UploadStore } from "../modules/photos/photos.port.js";
import type { TemplateStore } from "../modules/recognition/recognition.port.js";
import type { ActivePolicy, SiteStore } from "../modules/sites/sites.port.js";
import { translated } from "./translated.js";

export function apiKeyStore({ apiKeys }: Database): ApiKeyStore {
  return { findByHash: (keyHash) => translated(() => apiKeys.findByHash(keyHash)) };
}

export function uploadStore({ uploads }: Database): UploadStore {
  return {
    save: (upload) => translated(() => uploads.save(upload)),
    read: (apiKeyId, uploadId) => translated(() => uploads.read(apiKeyId, uploadId)),
    take: (apiKeyId, uploadId) => translated(() => uploads.take(apiKeyId, uploadId)),
    waiting: (apiKeyId) => translated(() => uploads.waiting(apiKeyId)),
  };
}

export function siteStore({ sites, policies }: Database): SiteStore {
  return {
    list: (siteIds, { first, after }) =>
      translated(async () => {
        const all = await sites.list({ ids: siteIds });
        const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
        if (after !== null && start === 0) throw new InvalidCursorError("No site has this cursor.");
        return {
          rows: all.slice(start, start + first).map((item) => ({ cursor: item.id, item })),
          hasNextPage: all.length > start + first,
        };
      }),
    activePolicy: (siteId) =>
      translated(async () => {
        const policy = await policies.active(siteId);
        if (policy === null) throw new Error("The site has no active policy.");
        return toActivePolicy(policy);
      }),
    activate: (siteId, cuts) =>
      translated(async () => {
        const policy = await policies.activate(siteId, cuts);
        return policy && toActivePolicy(policy);
      }),
    countWithoutTemplate: (siteId, modelId) => translated(() => sites.countWithoutTemplate(siteId, modelId)),
  };
}

function toActivePolicy(policy: DbPolicy): ActivePolicy {
  return { id: policy.id, version: policy.version, thresholds: policy };
}

export function personStore({ people }: Database): PersonStore {
  return {
    findByExternalId: (siteId, externalId) =>
      translated(async () => {
        const person = await people.findByExternalId(siteId, externalId);
        return person === null ? null : toPerson(person);
      }),
    findByIds: (siteId, personIds) =>
      translated(async () =>
        personIds.length === 0 ? [] : (await people.findByIds(siteId, personIds)).map((person) => toPerson(person)),
      ),
    list: (siteId, search, { first, after }) =>
      translated(async () => toPage(await people.list(siteId, { first, after, search }), toPerson)),
  };
}

export function enrollmentStore({ people }: Database): EnrollmentStore {
  return {
    create: (person, photos) =>
      translated(async () => {
        const outcome = await people.create({ ...person, ...toDbTemplates(photos) });
        return outcome.kind === "created" ? { ...outcome, person: toPerson(outcome.person) } : outcome;
      }),
    addTemplates: (siteId, externalId, photos) =>
      translated(async () => {
        const outcome = await people.addTemplates(siteId, externalId, toDbTemplates(photos));
        if (outcome.kind === "notFound") return { kind: "personNotFound" };
        return outcome.kind === "added" ? { ...outcome, person: toPerson(outcome.person) } : outcome;
      }),
    removeTemplate: (siteId, externalId, templateId, write) =>
      translated(async () => {
        const outcome = await people.removeTemplate(siteId, externalId, templateId, write && toDbWrite(write));
        if (outcome.kind === "notFound") return { kind: "photoNotFound" };
        if (outcome.kind === "lastTemplate") return { kind: "lastPhoto" };
        return outcome.kind === "removed" ? { kind: "removed", person: toPerson(outcome.person) } : outcome;
      }),
    deletePerson: (siteId, externalId, write) =>
      translated(async () => {
        const { kind } = await people.delete(siteId, externalId, write && toDbWrite(write));
        return { kind: kind === "notFound" ? "personNotFound" : kind };
      }),
  };
}

export function idempotencyStore({ idempotency }: Database): IdempotencyStore {
  return {
    find: (call) =>
      translated(async () => {
        const earlier = await idempotency.find(call);
        if (earlier.kind !== "done") return earlier;
        return { kind: "done", remembered: earlier.outcome, personId: earlier.personId };
      }),
  };
}

export function templateStore({ people }: Database): TemplateStore {
  return {
    ofPerson: (siteId, externalId, modelId) =>
      translated(async () => {
        const person = await people.templates(siteId, externalId, modelId);
        return person && { ...person, templates: person.templates.map((template) => ({ ...template, modelId })) };
      }),
  };
}

export function attemptStore({ attempts }: Database): AttemptStore {
  return {
    record: (attempt) => translated(async () => ({ id: await attempts.record(toDbAttempt(attempt)) })),
    recordAll: (all) => translated(async () => (await attempts.recordAll(all.map(toDbAttempt))).map((id) => ({ id }))),
    recordOnce: (attempt, write) =>
      translated(async () => {
        const id = await attempts.recordOnce(toDbAttempt(attempt), toDbWrite(write));
        return id === null ? "alreadyDone" : { id };
      }),
    list: (siteId, filter, { first, after }) =>
      translated(async () => toPage(await attempts.list(siteId, { first, after, ...filter }), (attempt) => attempt)),
  };
}

function toPage<A, B>(
  page: { edges: readonly { cursor: string; node: A }[]; hasNextPage: boolean },
  map: (node: A) => B,
): Page<B> {
  return {
    rows: page.edges.map(({ cursor, node }) => ({ cursor, item: map(node) })),
    hasNextPage: page.hasNextPage,
  };
}

function toPerson(person: DbPerson): PersonRecord {
  return {
    id: person.id,
    externalId: person.externalId,
    displayName: person.displayName,
    createdAt: person.createdAt,
    photos: person.templates.map(({ id, createdAt, modelId, quality }) => ({
      id,
      createdAt,
      modelId,
      // Written by toDbTemplates.
      quality: quality as unknown as FaceQuality,
    })),
  };
}

function toDbTemplates({ templates, attempt: { timingsMs, ...attempt }, write }: NewTemplates) {
  return {
    templates: templates.map(({ imageSha256, ...template }) => ({ ...template, photoDigest: imageSha256 })),
    attempt: { ...attempt, timings: timingsMs },
    idempotency: write && toDbWrite(write),
  };
}

/** Only the probe's embedding is kept, encrypted; of the photo nothing. */
function toDbAttempt({ probe, timingsMs, ...attempt }: NewAttempt) {
  return { ...attempt, timings: timingsMs, probeVector: probe?.values ?? null };
}

function toDbWrite<Written>({ remember, ...ticket }: IdempotentWrite<Written>): DbWrite<Written> {
  return { ...ticket, outcome: (written) => remember(written) as JsonObject };
}
