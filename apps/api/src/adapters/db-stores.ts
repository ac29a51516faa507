import type {
  Database,
  AttemptRecord as DbAttempt,
  PersonRecord as DbPerson,
  PolicyRecord as DbPolicy,
  IdempotentWrite as DbWrite,
  JsonObject,
} from "facenet-db";
import type { ApiKeyStore, RoleStore } from "../modules/access/access.port.js";
import type { AttemptRecord, AttemptStore, NewAttempt } from "../modules/attempts/attempts.port.js";
import type { EnrollmentStore, NewTemplates } from "../modules/enrollment/enrollment.port.js";
import type { IdempotencyStore, IdempotentWrite } from "../modules/idempotency/idempotency.port.js";
import type { KeyStore } from "../modules/keys/keys.port.js";
import { InvalidCursorError, type Page } from "../modules/paging/page.js";
import type { PersonRecord, PersonStore } from "../modules/people/people.port.js";
import type { SeenQuality, UploadStore } from "../modules/photos/photos.port.js";
import type { TemplateStore } from "../modules/recognition/recognition.port.js";
import type { ActivePolicy, SiteStore } from "../modules/sites/sites.port.js";
import type { UserStore } from "../modules/users/users.port.js";
import type { FaceStore } from "../server/faces-endpoint.js";
import { translated } from "./translated.js";

export function apiKeyStore({ apiKeys }: Database): ApiKeyStore {
  return {
    findByHash: (keyHash) => translated(() => apiKeys.findByHash(keyHash)),
    touch: (keyIds) => translated(() => apiKeys.touch(keyIds)),
  };
}

export function keyStore({ apiKeys }: Database): KeyStore {
  return {
    list: (siteIds) => translated(() => apiKeys.list(siteIds)),
    get: (keyId) => translated(() => apiKeys.get(keyId)),
    create: (key) => translated(() => apiKeys.create(key)),
    rotate: (keyId, key) => translated(() => apiKeys.rotate(keyId, key)),
    revoke: (keyId) => translated(() => apiKeys.revoke(keyId)),
  };
}

export function roleStore({ users, sites }: Database): RoleStore {
  return {
    assignments: (userId) => translated(() => users.roles(userId)),
    allSiteIds: () => translated(async () => (await sites.list()).map(({ id }) => id)),
  };
}

export function userStore({ users }: Database): UserStore {
  return {
    list: () => translated(() => users.list()),
    get: (userId) => translated(() => users.get(userId)),
    hasOwner: () => translated(() => users.hasOwner()),
    invite: (user) => translated(() => users.invite(user)),
    replaceLink: (userId, link) => translated(() => users.replaceLink(userId, link)),
    findLink: (tokenHash) => translated(() => users.findLink(tokenHash)),
    useLink: (tokenHash, input) => translated(() => users.useLink(tokenHash, input)),
    setRoles: (userId, roles) => translated(() => users.setRoles(userId, roles)),
    remove: (userId) => translated(() => users.remove(userId)),
  };
}

export function faceStore({ people, attempts }: Database): FaceStore {
  return {
    ofTemplate: (siteId, templateId) => translated(() => people.chip(siteId, templateId)),
    ofAttempt: (siteId, attemptId) => translated(async () => (await attempts.probe(siteId, attemptId))?.chip ?? null),
  };
}

export function uploadStore({ uploads }: Database): UploadStore {
  return {
    save: (upload) => translated(() => uploads.save(upload)),
    read: (callerId, uploadId) => translated(() => uploads.read(callerId, uploadId)),
    take: (callerId, uploadId) => translated(() => uploads.take(callerId, uploadId)),
    waiting: (callerId) => translated(() => uploads.waiting(callerId)),
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
    policies: (siteId, page) => translated(async () => toPage(await policies.list(siteId, page), (policy) => policy)),
    policy: (siteId, version) => translated(() => policies.version(siteId, version)),
    activate: (siteId, policy, expectedVersion) => translated(() => policies.activate(siteId, policy, expectedVersion)),
    create: (name, policy) => translated(async () => (await sites.createWithPolicy({ name, policy })).site),
    rename: (siteId, name) => translated(() => sites.rename(siteId, name)),
    counts: (siteId) => translated(() => sites.counts(siteId)),
    countWithoutTemplate: (siteId, modelId) => translated(() => sites.countWithoutTemplate(siteId, modelId)),
  };
}

function toActivePolicy(policy: DbPolicy): ActivePolicy {
  const { id, version, minQuality, keepTemplateChips, keepProbeChips } = policy;
  return { id, version, thresholds: policy, minQuality, keepTemplateChips, keepProbeChips };
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
    list: (siteId, filter, { by: order, descending }, { first, after }) =>
      translated(async () =>
        toPage(await people.list(siteId, { first, after, order, descending, ...filter }), toPerson),
      ),
    count: (siteId, filter) => translated(() => people.count(siteId, filter)),
    tags: (siteId) => translated(() => people.tags(siteId)),
    update: (siteId, externalId, change) =>
      translated(async () => {
        const person = await people.update(siteId, externalId, change);
        return person && toPerson(person);
      }),
    merge: (siteId, externalId, otherExternalId) =>
      translated(async () => {
        const outcome = await people.merge(siteId, externalId, otherExternalId);
        return outcome.kind === "merged" ? toPerson(outcome.person) : null;
      }),
    addMembership: (siteId, externalId, to) =>
      translated(async () => {
        const outcome = await people.addMembership(siteId, externalId, to);
        if (outcome.kind === "added") return { kind: outcome.kind, person: toPerson(outcome.person) };
        return { kind: outcome.kind === "notFound" ? "personNotFound" : outcome.kind };
      }),
    removeMembership: (siteId, externalId) =>
      translated(async () => {
        const { kind } = await people.removeMembership(siteId, externalId);
        return { kind: kind === "notFound" ? "personNotFound" : kind };
      }),
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
      translated(async () => toPage(await attempts.list(siteId, { first, after, ...filter }), toAttempt)),
    get: (siteId, attemptId) =>
      translated(async () => {
        const attempt = await attempts.get(siteId, attemptId);
        return attempt && toAttempt(attempt);
      }),
    since: (siteId, from) => translated(async () => (await attempts.since(siteId, from)).map(toAttempt)),
    review: (siteId, attemptId, review) =>
      translated(async () => {
        const attempt = await attempts.review(siteId, attemptId, review);
        return attempt && toAttempt(attempt);
      }),
    decided: (siteId, modelId, first) => translated(() => attempts.decided(siteId, modelId, first)),
    activity: (siteId, since) => translated(() => attempts.activity(siteId, since)),
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
    memberships: person.memberships,
    displayName: person.displayName,
    state: person.state,
    tags: person.tags,
    consent: person.consent,
    createdAt: person.createdAt,
    updatedAt: person.updatedAt,
    photos: person.templates.map(({ id, createdAt, modelId, quality }) => ({
      id,
      createdAt,
      modelId,
      // Written by toDbTemplates.
      quality: quality as unknown as SeenQuality,
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

function toAttempt({ quality, timings, ...attempt }: DbAttempt): AttemptRecord {
  return {
    ...attempt,
    // Written by toDbAttempt and toDbTemplates.
    quality: quality as unknown as SeenQuality | null,
    timings: timings as unknown as Record<string, number> | null,
  };
}

/** Of the probe its embedding is kept, and its aligned face where the policy says so; of the photo nothing. */
function toDbAttempt({ probe, timingsMs, ...attempt }: NewAttempt) {
  return { ...attempt, timings: timingsMs, probeVector: probe?.values ?? null };
}

function toDbWrite<Written>({ remember, ...ticket }: IdempotentWrite<Written>): DbWrite<Written> {
  return { ...ticket, outcome: (written) => remember(written) as JsonObject };
}
