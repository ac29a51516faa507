import type { Box, FaceQuality, FaceSelection } from "facenet-core";
import type { Call } from "../access/caller.js";
import type { PersonRecord, PersonStore } from "../people/people.port.js";
import type { PhotoReader, PhotoSource } from "../photos/photo-reader.js";
import { guarded } from "../problems/database-unavailable.js";
import { type Failure, failed, type Result, succeeded } from "../problems/failure.js";
import type { Gallery } from "../recognition/recognition.port.js";
import type { SiteStore } from "../sites/sites.port.js";
import { siteOf } from "../sites/sites.service.js";
import type { Consent, EnrollmentStore, NewTemplate } from "./enrollment.port.js";

interface PhotosCommand {
  externalId: string;
  siteId: string | null;
  photos: readonly PhotoSource[];
  faceSelection: FaceSelection;
  confirmDuplicate: boolean;
}

export interface EnrollCommand extends PhotosCommand {
  displayName: string | null;
  consent: Consent | null;
}

/** One a photo, in the order of the input. */
export type PhotoOutcome =
  | { accepted: true; photoId: string; quality: FaceQuality; box: Box }
  | { accepted: false; failure: Failure; quality: FaceQuality | null };

export interface EnrollmentOutcome {
  person: PersonRecord;
  photos: readonly PhotoOutcome[];
}

type ReadPhoto =
  | { ok: true; template: NewTemplate; box: Box }
  | { ok: false; failure: Failure; quality: FaceQuality | null };

export class EnrollmentService {
  constructor(
    private readonly parts: {
      photos: PhotoReader;
      people: PersonStore;
      store: EnrollmentStore;
      gallery: Gallery;
      sites: SiteStore;
    },
  ) {}

  enroll(command: EnrollCommand, call: Call): Promise<Result<EnrollmentOutcome>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      const siteId = site.value;
      // Asked again by the database when it writes; asked here so that nobody waits for networks in vain.
      if ((await this.parts.people.findByExternalId(siteId, command.externalId)) !== null) {
        return failed({ kind: "duplicateExternalId" });
      }
      const photos = await this.readAll(siteId, command, call, null);
      if (!photos.ok) return photos;
      const created = await this.parts.store.create({
        siteId,
        externalId: command.externalId,
        displayName: command.displayName ?? command.externalId,
        consent: command.consent,
        templates: acceptedOf(photos.value),
      });
      if (created.kind === "duplicateExternalId") return failed({ kind: "duplicateExternalId" });
      return succeeded({ person: created.person, photos: withIds(photos.value, created.templateIds) });
    });
  }

  addPhotos(command: PhotosCommand, call: Call): Promise<Result<EnrollmentOutcome>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      const person = await this.parts.people.findByExternalId(site.value, command.externalId);
      if (person === null) return failed({ kind: "personNotFound" });
      const photos = await this.readAll(site.value, command, call, person.id);
      if (!photos.ok) return photos;
      const added = await this.parts.store.addTemplates(site.value, person.externalId, acceptedOf(photos.value));
      if (added.kind === "personNotFound") return failed({ kind: "personNotFound" });
      return succeeded({ person: added.person, photos: withIds(photos.value, added.templateIds) });
    });
  }

  removePhoto(
    command: { externalId: string; photoId: string; siteId: string | null },
    call: Call,
  ): Promise<Result<{ person: PersonRecord }>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      const person = await this.parts.people.findByExternalId(site.value, command.externalId);
      if (person === null) return failed({ kind: "personNotFound" });
      const removed = await this.parts.store.removeTemplate(site.value, person.externalId, command.photoId);
      return removed.kind === "removed" ? succeeded({ person: removed.person }) : failed(removed);
    });
  }

  deletePerson(
    command: { externalId: string; siteId: string | null },
    call: Call,
  ): Promise<Result<{ externalId: string }>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      const deleted = await this.parts.store.deletePerson(site.value, command.externalId);
      return deleted ? succeeded({ externalId: command.externalId }) : failed({ kind: "personNotFound" });
    });
  }

  /** Fails when no photo can be used, when the engine is busy, or when a face is that of somebody else. */
  private async readAll(
    siteId: string,
    command: PhotosCommand,
    call: Call,
    ownPersonId: string | null,
  ): Promise<Result<readonly ReadPhoto[]>> {
    const read: ReadPhoto[] = [];
    for (const photo of command.photos) {
      const reading = await this.parts.photos.read(photo, {
        selection: command.faceSelection,
        signal: call.signal,
        apiKeyId: call.caller.apiKeyId,
      });
      if (!reading.ok && reading.failure.kind === "busy") return reading;
      read.push(
        reading.ok
          ? {
              ok: true,
              box: reading.face.box,
              template: {
                modelId: reading.face.probe.modelId,
                vector: reading.face.probe.values,
                chip: reading.face.chip,
                quality: reading.face.quality,
                imageSha256: reading.imageSha256,
              },
            }
          : reading,
      );
    }
    const accepted = acceptedOf(read);
    if (accepted.length === 0) {
      const first = read[0];
      if (first === undefined || first.ok) throw new Error("An enrolment without photos passed the door.");
      return failed(first.failure);
    }
    const duplicate = command.confirmDuplicate ? null : await this.findDuplicate(siteId, accepted, ownPersonId);
    return duplicate === null ? succeeded(read) : failed(duplicate);
  }

  /**
   * The nearest other person within the identify distance of any of the faces. It is a search of the whole gallery (1:K),
   * so the cut of such searches applies: the looser one of 1:1 would call strangers duplicates as the gallery grows.
   */
  private async findDuplicate(
    siteId: string,
    templates: readonly NewTemplate[],
    ownPersonId: string | null,
  ): Promise<Failure | null> {
    const { thresholds } = await this.parts.sites.activePolicy(siteId);
    const near: { personId: string; distance: number }[] = [];
    for (const { modelId, vector } of templates) {
      const hits = await this.parts.gallery.search(siteId, { modelId, values: vector }, 2);
      near.push(...hits.filter((hit) => hit.personId !== ownPersonId && hit.distance <= thresholds.identifyDistance));
    }
    const nearest = near.sort((a, b) => a.distance - b.distance)[0];
    if (nearest === undefined) return null;
    const [person] = await this.parts.people.findByIds(siteId, [nearest.personId]);
    // Deleted since the search: no longer anybody's duplicate.
    if (person === undefined) return null;
    return { kind: "probableDuplicate", candidateExternalId: person.externalId, distance: nearest.distance };
  }
}

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
