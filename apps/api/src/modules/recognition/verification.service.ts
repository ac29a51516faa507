import { type Box, verifyAgainst } from "facenet-core";
import type { Call } from "../access/caller.js";
import type { AttemptStore } from "../attempts/attempts.port.js";
import { leavesAttempt } from "../attempts/unrecorded.js";
import type { WriteTicket } from "../idempotency/idempotency.port.js";
import type { Idempotency } from "../idempotency/idempotency.service.js";
import type { PhotoReader, PhotoSource } from "../photos/photo-reader.js";
import type { SingleFace } from "../photos/photos.port.js";
import { type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import type { SiteStore } from "../sites/sites.port.js";
import { siteOf } from "../sites/sites.service.js";
import { draftAttempt, refuseAttempt } from "./attempt-draft.js";
import type { TemplateStore } from "./recognition.port.js";

export interface VerifyCommand {
  externalId: string;
  photo: PhotoSource;
  siteId: string | null;
  faceSelection: SingleFace;
  thorough: boolean;
  idempotencyKey: string | null;
}

export interface VerificationOutcome {
  decision: "ACCEPT" | "REVIEW" | "REJECT";
  distance: number;
  threshold: number;
  reviewThreshold: number;
  box: Box;
  attemptId: string;
}

/** 1:1. Records each decision as an attempt before it is answered. */
export class VerificationService {
  constructor(
    private readonly parts: {
      photos: PhotoReader;
      templates: TemplateStore;
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
    const { photos, templates, sites, attempts } = this.parts;
    const { externalId: claimedExternalId, faceSelection: selection, thorough } = command;
    const site = siteOf(call.caller, command.siteId);
    if (!site.ok) return site;
    const siteId = site.value;
    const policy = await sites.activePolicy(siteId);
    const { modelId } = policy.thresholds;
    // The photo comes first, so that an unknown person takes as long to answer as a known one.
    const { minQuality } = policy;
    const reading = await photos.read(command.photo, {
      ...{ selection, thorough, modelId, minQuality, signal: call.signal, callerId: call.caller.id },
    });
    if (!reading.ok && !leavesAttempt(reading.failure.kind)) return reading;
    const person = await templates.ofPerson(siteId, claimedExternalId, modelId);
    const seen = reading.ok ? { face: reading.face, quality: null } : { face: null, quality: reading.quality };
    const draft = {
      ...draftAttempt({ kind: "VERIFY", siteId, modelId, photo: command.photo }, call, policy, seen),
      claimedExternalId,
      claimedPersonId: person?.personId ?? null,
    };
    if (!reading.ok) return refuseAttempt(attempts, draft, reading.failure);
    if (person === null) return refuseAttempt(attempts, draft, { kind: "personNotFound" });
    if (person.state === "SUSPENDED") return refuseAttempt(attempts, draft, { kind: "personSuspended" });

    const verdict = verifyAgainst(reading.face.probe, person.templates, policy.thresholds);
    const about = { ...draft, policyId: policy.id };
    if (verdict.decision === "NO_TEMPLATES") return refuseAttempt(attempts, about, { kind: "noTemplates" });
    const { decision, distance, templateId } = verdict;
    const { acceptDistance: threshold, reviewDistance: reviewThreshold } = policy.thresholds;
    const candidates = [{ personId: person.personId, templateId, distance }];
    const attempt = { ...about, decision, distance, threshold, candidates };
    const outcome = { decision, distance, threshold, reviewThreshold, box: reading.face.box };
    const recorded =
      ticket === undefined
        ? await attempts.record(attempt)
        : await attempts.recordOnce(attempt, { ...ticket, remember: (written) => ({ ...outcome, ...written }) });
    return recorded === "alreadyDone" ? recorded : succeeded({ ...outcome, attemptId: recorded.id });
  }
}
