import { type Box, type FaceSelection, identify, verifyAgainst } from "facenet-core";
import type { Call } from "../access/caller.js";
import type { AttemptKind, AttemptStore, NewAttempt } from "../attempts/attempts.port.js";
import { leavesAttempt } from "../attempts/unrecorded.js";
import type { WriteTicket } from "../idempotency/idempotency.port.js";
import type { Idempotency } from "../idempotency/idempotency.service.js";
import type { PersonRecord, PersonStore } from "../people/people.port.js";
import type { PhotoReader, PhotoReading, PhotoSource } from "../photos/photo-reader.js";
import { guarded } from "../problems/database-unavailable.js";
import { type Failure, failed, PROBLEM_CODES, type Result, succeeded } from "../problems/failure.js";
import type { ActivePolicy, SiteStore } from "../sites/sites.port.js";
import { siteOf } from "../sites/sites.service.js";
import type { Gallery, GalleryHit, TemplateStore } from "./recognition.port.js";

export interface VerifyCommand {
  externalId: string;
  photo: PhotoSource;
  siteId: string | null;
  faceSelection: FaceSelection;
  idempotencyKey: string | null;
}

export interface WhoIsItCommand {
  photo: PhotoSource;
  limit: number;
  siteId: string | null;
  faceSelection: FaceSelection;
}

export interface VerificationOutcome {
  decision: "ACCEPT" | "REVIEW" | "REJECT";
  distance: number;
  threshold: number;
  reviewThreshold: number;
  box: Box;
  attemptId: string;
}

export interface IdentificationOutcome {
  outcome: "IDENTIFIED" | "UNKNOWN" | "AMBIGUOUS";
  candidates: { person: PersonRecord; distance: number }[];
  threshold: number;
  box: Box;
  attemptId: string;
}

/** Takes decisions and records each as an attempt before it is answered. It never fails open. */
export class RecognitionService {
  constructor(
    private readonly parts: {
      photos: PhotoReader;
      people: PersonStore;
      templates: TemplateStore;
      gallery: Gallery;
      sites: SiteStore;
      attempts: AttemptStore;
      idempotency: Idempotency;
    },
  ) {}

  verify(command: VerifyCommand, call: Call): Promise<Result<VerificationOutcome>> {
    return guarded(() =>
      this.parts.idempotency.once<VerificationOutcome>(
        { operation: "verify", command, call },
        {
          perform: (ticket) => this.decide(command, call, ticket),
          // Written by decide().
          repeat: async (remembered) => succeeded(remembered as unknown as VerificationOutcome),
        },
      ),
    );
  }

  private async decide(
    command: VerifyCommand,
    call: Call,
    ticket: WriteTicket | undefined,
  ): Promise<Result<VerificationOutcome> | "alreadyDone"> {
    const site = siteOf(call.caller, command.siteId);
    if (!site.ok) return site;
    const siteId = site.value;
    const claimedExternalId = command.externalId;
    // The photo comes first, so that an unknown person takes as long to answer as a known one.
    const reading = await this.read(command, call);
    if (!reading.ok && !leavesAttempt(reading.failure.kind)) return reading;
    const person = await this.parts.templates.ofPerson(siteId, claimedExternalId, this.parts.photos.modelId);
    const claimedPersonId = person?.personId ?? null;
    const base = { ...this.baseAttempt("VERIFY", siteId, call, reading), claimedExternalId, claimedPersonId };
    if (!reading.ok) return this.refuse(base, reading.failure);
    if (person === null) return this.refuse(base, { kind: "personNotFound" });

    const policy = await this.policyOf(siteId);
    const verdict = verifyAgainst(reading.face.probe, person.templates, policy.thresholds);
    const about = { ...base, policyId: policy.id };
    if (verdict.decision === "NO_TEMPLATES") return this.refuse(about, { kind: "noTemplates" });
    const { decision, distance, templateId } = verdict;
    const { acceptDistance: threshold, reviewDistance: reviewThreshold } = policy.thresholds;
    const candidates = [{ personId: person.personId, templateId, distance }];
    const attempt = { ...about, decision, distance, threshold, candidates };
    const outcome = { decision, distance, threshold, reviewThreshold, box: reading.face.box };
    const recorded =
      ticket === undefined
        ? await this.parts.attempts.record(attempt)
        : await this.parts.attempts.recordOnce(attempt, {
            ...ticket,
            remember: (written) => ({ ...outcome, ...written }),
          });
    return recorded === "alreadyDone" ? recorded : succeeded({ ...outcome, attemptId: recorded.id });
  }

  whoIsIt(command: WhoIsItCommand, call: Call): Promise<Result<IdentificationOutcome>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      const siteId = site.value;
      const reading = await this.read(command, call);
      const base = this.baseAttempt("IDENTIFY", siteId, call, reading);
      if (!reading.ok) return this.refuse(base, reading.failure);

      const policy = await this.policyOf(siteId);
      // Two at least: whether the answer is ambiguous shows in the second.
      const hits = await this.parts.gallery.search(siteId, reading.face.probe, Math.max(2, command.limit));
      const { outcome } = identify(hits, policy.thresholds);
      const threshold = policy.thresholds.identifyDistance;
      const { id } = await this.parts.attempts.record({
        ...base,
        policyId: policy.id,
        decision: outcome,
        distance: hits[0]?.distance ?? null,
        threshold,
        candidates: hits,
      });
      const shown = call.caller.scopes.has("manage") ? hits : ordinarilyShown(hits, outcome, policy);
      return succeeded({
        outcome,
        threshold,
        box: reading.face.box,
        attemptId: id,
        candidates: await this.withPeople(siteId, shown.slice(0, command.limit)),
      });
    });
  }

  private read(command: { photo: PhotoSource; faceSelection: FaceSelection }, call: Call): Promise<PhotoReading> {
    return this.parts.photos.read(command.photo, {
      selection: command.faceSelection,
      signal: call.signal,
      apiKeyId: call.caller.apiKeyId,
    });
  }

  private async policyOf(siteId: string): Promise<ActivePolicy> {
    const policy = await this.parts.sites.activePolicy(siteId);
    if (policy.thresholds.modelId !== this.parts.photos.modelId) {
      throw new Error("The active policy was made for another model: distances of two models cannot be compared.");
    }
    return policy;
  }

  private baseAttempt(kind: AttemptKind, siteId: string, call: Call, reading: PhotoReading): NewAttempt {
    return {
      siteId,
      kind,
      claimedPersonId: null,
      claimedExternalId: null,
      decision: null,
      problemCode: null,
      distance: null,
      threshold: null,
      policyId: null,
      modelId: this.parts.photos.modelId,
      quality: reading.ok ? reading.face.quality : reading.quality,
      timingsMs: reading.ok ? reading.face.timingsMs : null,
      requestId: call.requestId,
      apiKeyId: call.caller.apiKeyId,
      probe: reading.ok ? reading.face.probe : null,
      candidates: [],
    };
  }

  private async refuse(attempt: NewAttempt, failure: Failure): Promise<{ ok: false; failure: Failure }> {
    if (leavesAttempt(failure.kind)) {
      await this.parts.attempts.record({ ...attempt, problemCode: PROBLEM_CODES[failure.kind] });
    }
    return failed(failure);
  }

  private async withPeople(siteId: string, hits: readonly GalleryHit[]) {
    const people = await this.parts.people.findByIds(
      siteId,
      hits.map(({ personId }) => personId),
    );
    const personById = new Map(people.map((person) => [person.id, person]));
    return hits.flatMap(({ personId, distance }) => {
      const person = personById.get(personId);
      // Deleted since the search: gone from the answer too.
      return person === undefined ? [] : [{ person, distance }];
    });
  }
}

/** Without the manage scope a caller learns only whom the decision is about, so that probing the gallery does not pay. */
function ordinarilyShown(
  hits: readonly GalleryHit[],
  outcome: IdentificationOutcome["outcome"],
  { thresholds }: ActivePolicy,
): readonly GalleryHit[] {
  return outcome === "UNKNOWN" ? [] : hits.filter(({ distance }) => distance <= thresholds.identifyDistance);
}
