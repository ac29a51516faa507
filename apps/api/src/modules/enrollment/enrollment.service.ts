import type { Box } from "facenet-core";
import { attributionOf, type Call } from "../access/caller.js";
import type { AttemptStore, NewAttempt } from "../attempts/attempts.port.js";
import { leavesAttempt } from "../attempts/unrecorded.js";
import type { IdempotentWrite, Remembered, WriteTicket } from "../idempotency/idempotency.port.js";
import type { Idempotency } from "../idempotency/idempotency.service.js";
import type { PersonRecord, PersonStore } from "../people/people.port.js";
import { wholePerson } from "../people/whole-person.js";
import { type PhotoReader, type PhotoReading, type PhotoSource, uploadsOf } from "../photos/photo-reader.js";
import type { SeenQuality, SingleFace } from "../photos/photos.port.js";
import { type Failure, failed, PROBLEM_CODES, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import type { Gallery, GalleryHit } from "../recognition/recognition.port.js";
import type { ActivePolicy, SiteStore } from "../sites/sites.port.js";
import { siteOf } from "../sites/sites.service.js";
import type { Consent, EnrollmentStore, NewTemplate, NewTemplates, WrittenTemplates } from "./enrollment.port.js";

interface PersonCommand {
  externalId: string;
  siteId: string | null;
  idempotencyKey: string | null;
}

interface PhotosCommand extends PersonCommand {
  photos: readonly PhotoSource[];
  faceSelection: SingleFace;
  thorough: boolean;
  confirmDuplicate: boolean;
}

export interface EnrollCommand extends PhotosCommand {
  displayName: string | null;
  /** `obtainedAt` null: now. */
  consent: (Omit<Consent, "obtainedAt"> & { obtainedAt: Date | null }) | null;
}

/** One a photo, in the order of the input. */
export type PhotoOutcome =
  | { accepted: true; photoId: string; quality: SeenQuality; box: Box }
  | { accepted: false; failure: Failure; quality: SeenQuality | null };

export interface EnrollmentOutcome {
  person: PersonRecord;
  photos: readonly PhotoOutcome[];
  attemptId: string;
}

/** Where somebody is enrolled, and what is decided by there. */
interface Place extends Pick<ActivePolicy, "thresholds" | "minQuality" | "keepTemplateChips"> {
  siteId: string;
}

type ReadPhoto = { uploadIds: readonly string[] } & (
  | { ok: true; template: NewTemplate; box: Box; timingsMs: Record<string, number> }
  | { ok: false; failure: Failure; quality: SeenQuality | null }
);

export class EnrollmentService {
  constructor(
    private readonly parts: {
      photos: PhotoReader;
      people: PersonStore;
      store: EnrollmentStore;
      gallery: Gallery;
      sites: SiteStore;
      attempts: AttemptStore;
      idempotency: Idempotency;
      now: () => Date;
    },
  ) {}

  enroll(command: EnrollCommand, call: Call): Promise<Result<EnrollmentOutcome>> {
    return this.once("enroll", command, call, {
      perform: async (siteId, ticket) => {
        const place = await this.placeOf(siteId);
        // Asked again by the database when it writes; asked here so that nobody waits for networks in vain.
        const known = await this.parts.people.findByExternalId(siteId, command.externalId);
        if (known !== null) return this.refuse(place, command, call, { kind: "duplicateExternalId" }, known.id);
        const photos = await this.readAll(place, command, call, null);
        if (!photos.ok) return photos;
        const { consent } = command;
        const created = await this.parts.store.create(
          {
            siteId,
            externalId: command.externalId,
            displayName: command.displayName ?? command.externalId,
            consent: consent && { ...consent, obtainedAt: consent.obtainedAt ?? this.parts.now() },
          },
          this.toWrite(place, photos.value, call, ticket),
        );
        switch (created.kind) {
          case "created":
            return succeeded(toOutcome(created.person, photos.value, created));
          case "duplicateExternalId":
            return this.refuse(place, command, call, created, null, { uploadIds: uploadsUsed(photos.value) });
          default:
            return created.kind;
        }
      },
      repeat: (person, remembered) => succeeded(recalled(person, remembered)),
    });
  }

  addPhotos(command: PhotosCommand, call: Call): Promise<Result<EnrollmentOutcome>> {
    return this.once("addPhotos", command, call, {
      perform: async (siteId, ticket) => {
        const place = await this.placeOf(siteId);
        const whole = await wholePerson(this.parts.people, call.caller, siteId, command.externalId);
        if (!whole.ok) return this.refuse(place, command, call, whole.failure, null);
        const { id, externalId } = whole.value;
        const photos = await this.readAll(place, command, call, id);
        if (!photos.ok) return photos;
        const write = this.toWrite(place, photos.value, call, ticket);
        const added = await this.parts.store.addTemplates(siteId, externalId, write);
        switch (added.kind) {
          case "added":
            return succeeded(toOutcome(added.person, photos.value, added));
          case "personNotFound":
            return this.refuse(place, command, call, added, null, { uploadIds: uploadsUsed(photos.value) });
          default:
            return added.kind;
        }
      },
      repeat: (person, remembered) => succeeded(recalled(person, remembered)),
    });
  }

  removePhoto(command: PersonCommand & { photoId: string }, call: Call): Promise<Result<{ person: PersonRecord }>> {
    return this.once("removePhoto", command, call, {
      perform: async (siteId, ticket) => {
        const whole = await wholePerson(this.parts.people, call.caller, siteId, command.externalId);
        if (!whole.ok) return whole;
        const write = remembering(ticket, () => ({}));
        const removed = await this.parts.store.removeTemplate(siteId, command.externalId, command.photoId, write);
        if (removed.kind === "alreadyDone") return removed.kind;
        return removed.kind === "removed" ? succeeded({ person: removed.person }) : failed(removed);
      },
      repeat: (person) => succeeded({ person }),
    });
  }

  deletePerson(command: PersonCommand, call: Call): Promise<Result<{ externalId: string }>> {
    const { externalId } = command;
    return guarded(() =>
      this.parts.idempotency.once<{ externalId: string }>(
        { operation: "deletePerson", command, call },
        {
          perform: async (ticket) => {
            const site = siteOf(call.caller, command.siteId);
            if (!site.ok) return site;
            const whole = await wholePerson(this.parts.people, call.caller, site.value, externalId);
            if (!whole.ok) return whole;
            const write = remembering(ticket, () => ({}));
            const deleted = await this.parts.store.deletePerson(site.value, externalId, write);
            if (deleted.kind === "alreadyDone") return deleted.kind;
            return deleted.kind === "deleted" ? succeeded({ externalId }) : failed(deleted);
          },
          repeat: async () => succeeded({ externalId }),
        },
      ),
    );
  }

  /** A write about a person of one site, who is looked up again when it is answered from memory. */
  private once<T>(
    operation: string,
    command: PersonCommand,
    call: Call,
    steps: {
      perform: (siteId: string, ticket: WriteTicket | undefined) => Promise<Result<T> | "alreadyDone">;
      repeat: (person: PersonRecord, remembered: Remembered) => Result<T>;
    },
  ): Promise<Result<T>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      return this.parts.idempotency.once<T>(
        { operation, command, call },
        {
          perform: (ticket) => steps.perform(site.value, ticket),
          repeat: async (remembered, personId) => {
            const [person] = personId === null ? [] : await this.parts.people.findByIds(site.value, [personId]);
            return person === undefined ? failed({ kind: "personNotFound" }) : steps.repeat(person, remembered);
          },
        },
      );
    });
  }

  private async placeOf(siteId: string): Promise<Place> {
    return { siteId, ...(await this.parts.sites.activePolicy(siteId)) };
  }

  private toWrite(
    { thresholds: { modelId } }: Place,
    photos: readonly ReadPhoto[],
    call: Call,
    ticket: WriteTicket | undefined,
  ): NewTemplates {
    const first = photos.find((photo) => photo.ok);
    return {
      templates: acceptedOf(photos),
      attempt: {
        modelId,
        quality: first?.template.quality ?? null,
        timingsMs: first?.timingsMs ?? null,
        uploadIds: uploadsUsed(photos),
        requestId: call.requestId,
        ...attributionOf(call.caller),
      },
      write: remembering(ticket, ({ templateIds, attemptId }) => ({ photos: withIds(photos, templateIds), attemptId })),
    };
  }

  /** An enrolment that came to nothing is an attempt too: how often that happens is a figure of the site. */
  private async refuse(
    { siteId, thresholds: { modelId } }: Place,
    { externalId }: PersonCommand,
    call: Call,
    failure: Failure,
    claimedPersonId: string | null,
    about: Partial<Pick<NewAttempt, "quality" | "candidates" | "uploadIds">> = {},
  ): Promise<{ ok: false; failure: Failure }> {
    if (leavesAttempt(failure.kind)) {
      await this.parts.attempts.record({
        ...{ siteId, kind: "ENROLL", claimedPersonId, claimedExternalId: externalId },
        ...{ decision: null, problemCode: PROBLEM_CODES[failure.kind], threshold: null, policyId: null },
        ...{ modelId, quality: about.quality ?? null, timingsMs: null, probe: null, probeChip: null },
        ...{ requestId: call.requestId, ...attributionOf(call.caller) },
        candidates: about.candidates ?? [],
        uploadIds: about.uploadIds ?? [],
        distance: about.candidates?.[0]?.distance ?? null,
      });
    }
    return failed(failure);
  }

  /** Fails when no photo can be used, when the engine is busy, or when a face is that of somebody else. */
  private async readAll(
    place: Place,
    command: PhotosCommand,
    call: Call,
    ownPersonId: string | null,
  ): Promise<Result<readonly ReadPhoto[]>> {
    const read: ReadPhoto[] = [];
    for (const photo of command.photos) {
      const reading = await this.readOne(photo, read, place, command, call);
      if (!reading.ok && reading.failure.kind === "busy") return reading;
      const isGone = !reading.ok && reading.failure.kind === "uploadNotFound";
      const uploadIds = isGone ? [] : uploadsOf(photo);
      read.push(
        reading.ok
          ? {
              ok: true,
              uploadIds,
              box: reading.face.box,
              timingsMs: reading.face.timingsMs,
              template: {
                modelId: reading.face.probe.modelId,
                vector: reading.face.probe.values,
                chip: place.keepTemplateChips ? reading.face.chip : null,
                quality: reading.face.quality,
                imageSha256: reading.imageSha256,
              },
            }
          : { ...reading, uploadIds },
      );
    }
    const uploadIds = uploadsUsed(read);
    const accepted = acceptedOf(read);
    if (accepted.length === 0) {
      const first = read[0];
      if (first === undefined || first.ok) throw new Error("An enrolment without photos passed the door.");
      return this.refuse(place, command, call, first.failure, ownPersonId, { quality: first.quality, uploadIds });
    }
    const duplicate = command.confirmDuplicate ? null : await this.findDuplicate(place, accepted, ownPersonId);
    if (duplicate === null) return succeeded(read);
    const { hit, externalId } = duplicate;
    const failure = { kind: "probableDuplicate", candidateExternalId: externalId, distance: hit.distance } as const;
    return this.refuse(place, command, call, failure, ownPersonId, { candidates: [hit], uploadIds });
  }

  private async readOne(
    photo: PhotoSource,
    before: readonly ReadPhoto[],
    place: Place,
    command: PhotosCommand,
    call: Call,
  ): Promise<PhotoReading> {
    const used = new Set(uploadsUsed(before));
    // Within one call, too, an upload is good once.
    if (uploadsOf(photo).some((id) => used.has(id))) {
      return { ok: false, failure: { kind: "uploadNotFound" }, quality: null };
    }
    return this.parts.photos.read(photo, {
      selection: command.faceSelection,
      thorough: command.thorough,
      modelId: place.thresholds.modelId,
      minQuality: place.minQuality,
      signal: call.signal,
      callerId: call.caller.id,
      admitted: before.length > 0,
    });
  }

  /**
   * The nearest other person within the identify distance of any of the faces. It is a search of the whole gallery (1:K),
   * so the cut of such searches applies: the looser one of 1:1 would call strangers duplicates as the gallery grows.
   */
  private async findDuplicate(
    { siteId, thresholds }: Place,
    templates: readonly NewTemplate[],
    ownPersonId: string | null,
  ): Promise<{ hit: GalleryHit; externalId: string } | null> {
    const probes = templates.map(({ modelId, vector }) => ({ modelId, values: vector }));
    const hits = (await this.parts.gallery.search(siteId, probes, 2)).flat();
    const near = hits.filter((hit) => hit.personId !== ownPersonId && hit.distance <= thresholds.identifyDistance);
    const nearest = near.sort((a, b) => a.distance - b.distance)[0];
    if (nearest === undefined) return null;
    const [person] = await this.parts.people.findByIds(siteId, [nearest.personId]);
    // Deleted since the search: no longer anybody's duplicate.
    if (person === undefined) return null;
    return { hit: nearest, externalId: person.externalId };
  }
}

/** Null where the client gave no key to be known by. */
function remembering<Written>(
  ticket: WriteTicket | undefined,
  remember: IdempotentWrite<Written>["remember"],
): IdempotentWrite<Written> | null {
  return ticket === undefined ? null : { ...ticket, remember };
}

function toOutcome(
  person: PersonRecord,
  photos: readonly ReadPhoto[],
  { templateIds, attemptId }: WrittenTemplates,
): EnrollmentOutcome {
  return { person, photos: withIds(photos, templateIds), attemptId };
}

/** What toWrite() remembered, with the person as they are now. */
function recalled(person: PersonRecord, remembered: Remembered): EnrollmentOutcome {
  return { ...(remembered as unknown as Omit<EnrollmentOutcome, "person">), person };
}

const uploadsUsed = (photos: readonly ReadPhoto[]) => photos.flatMap(({ uploadIds }) => uploadIds);

function acceptedOf(photos: readonly ReadPhoto[]): NewTemplate[] {
  return photos.flatMap((photo) => (photo.ok ? [photo.template] : []));
}

function withIds(photos: readonly ReadPhoto[], templateIds: readonly string[]): PhotoOutcome[] {
  const ids = templateIds.values();
  return photos.map((photo): PhotoOutcome => {
    if (!photo.ok) return { accepted: false, failure: photo.failure, quality: photo.quality };
    const { value: photoId } = ids.next();
    if (photoId === undefined) throw new Error("The store answered fewer ids than it was given templates.");
    return { accepted: true, photoId, quality: photo.template.quality, box: photo.box };
  });
}
