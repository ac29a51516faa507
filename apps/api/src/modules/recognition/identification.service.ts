import { type Box, type FaceSelection, identify } from "facenet-core";
import type { Call } from "../access/caller.js";
import type { AttemptStore, NewAttempt } from "../attempts/attempts.port.js";
import type { PersonRecord, PersonStore } from "../people/people.port.js";
import type { PhotoReader, PhotoSource } from "../photos/photo-reader.js";
import type { AnalysedFace, GroupFace, SeenQuality } from "../photos/photos.port.js";
import { type Failure, failed, PROBLEM_CODES, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import type { ActivePolicy, SiteStore } from "../sites/sites.port.js";
import { siteOf } from "../sites/sites.service.js";
import { draftAttempt, refuseAttempt } from "./attempt-draft.js";
import type { Gallery, GalleryHit } from "./recognition.port.js";

export interface WhoIsItCommand {
  photo: PhotoSource;
  limit: number;
  siteId: string | null;
  faceSelection: FaceSelection;
  thorough: boolean;
}

type SearchOutcome = "IDENTIFIED" | "UNKNOWN" | "AMBIGUOUS";

export interface IdentifiedFace {
  box: Box;
  quality: SeenQuality;
  /** Null when the face is not good enough to be searched for: then `failure` says why. */
  outcome: SearchOutcome | null;
  failure: Failure | null;
  candidates: { person: PersonRecord; distance: number }[];
  attemptId: string;
}

export interface IdentificationOutcome {
  /** Largest first; the first one that was searched for is what `main` is. */
  faces: readonly IdentifiedFace[];
  main: IdentifiedFace & { outcome: SearchOutcome };
  omittedFaces: number;
  threshold: number;
}

/** 1:K. Records each search as an attempt before it is answered: one a face. */
export class IdentificationService {
  constructor(
    private readonly parts: {
      photos: PhotoReader;
      people: PersonStore;
      gallery: Gallery;
      sites: SiteStore;
      attempts: AttemptStore;
    },
  ) {}

  whoIsIt(command: WhoIsItCommand, call: Call): Promise<Result<IdentificationOutcome>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      const siteId = site.value;
      const { attempts, sites } = this.parts;
      const policy = await sites.activePolicy(siteId);
      const { modelId } = policy.thresholds;
      const about = { kind: "IDENTIFY", siteId, modelId, photo: command.photo } as const;
      const group = await this.readFaces(command, policy, call);
      if (!group.ok) {
        return refuseAttempt(
          attempts,
          draftAttempt(about, call, policy, { face: null, quality: group.quality }),
          group.failure,
        );
      }
      const searches = await this.search(siteId, group.faces, policy, command.limit);
      const drafts = searches.map(({ face, hits, outcome }, i): NewAttempt => {
        const seen = { face: face.probed, quality: face.quality };
        // One attempt uses the upload up: the last, once the people of all of them are locked.
        const drafted = draftAttempt(about, call, policy, seen);
        const draft = i === searches.length - 1 ? drafted : { ...drafted, uploadIds: [] };
        if (outcome === null) return { ...draft, problemCode: PROBLEM_CODES.lowQuality };
        const threshold = policy.thresholds.identifyDistance;
        const distance = hits[0]?.distance ?? null;
        return { ...draft, policyId: policy.id, decision: outcome, distance, threshold, candidates: hits };
      });
      const recorded = await attempts.recordAll(drafts);
      const shown = searches.map(({ hits, outcome }) =>
        (call.caller.seesEveryCandidate ? hits : ordinarilyShown(hits, outcome, policy)).slice(0, command.limit),
      );
      const personById = await this.peopleOf(siteId, shown.flat());
      const faces = searches.map(
        ({ face, outcome }, i): IdentifiedFace => ({
          ...{ box: face.box, quality: face.quality, outcome },
          failure: outcome === null ? { kind: "lowQuality", reasons: face.quality.reasons } : null,
          // Deleted since the search: gone from the answer too.
          candidates: shown[i]!.flatMap(({ personId, distance }) => {
            const person = personById.get(personId);
            return person === undefined ? [] : [{ person, distance }];
          }),
          attemptId: recorded[i]!.id,
        }),
      );
      const main = faces.find((face) => face.outcome !== null);
      if (main === undefined) return failed({ kind: "lowQuality", reasons: faces[0]?.quality.reasons ?? [] });
      return succeeded({
        faces,
        main: main as IdentificationOutcome["main"],
        omittedFaces: group.omitted,
        threshold: policy.thresholds.identifyDistance,
      });
    });
  }

  private async readFaces(
    { photo, faceSelection, thorough }: WhoIsItCommand,
    { minQuality, thresholds: { modelId } }: ActivePolicy,
    call: Call,
  ) {
    const options = { thorough, modelId, minQuality, signal: call.signal, callerId: call.caller.id };
    if (faceSelection === "ALL") return this.parts.photos.readAll(photo, options);
    const reading = await this.parts.photos.read(photo, { ...options, selection: faceSelection });
    if (!reading.ok) return reading;
    const { face } = reading;
    return { ok: true as const, faces: [{ box: face.box, quality: face.quality, probed: face }], omitted: 0 };
  }

  private async search(siteId: string, faces: readonly GroupFace[], { thresholds }: ActivePolicy, limit: number) {
    const probed = faces.flatMap(({ probed }) => probed ?? []);
    // Two at least: whether the answer is ambiguous shows in the second.
    const found = await this.parts.gallery.search(
      siteId,
      probed.map(({ probe }) => probe),
      Math.max(2, limit),
    );
    const hitsOf = new Map<AnalysedFace, readonly GalleryHit[]>(probed.map((face, i) => [face, found[i] ?? []]));
    return faces.map((face) => {
      const hits = face.probed === null ? [] : (hitsOf.get(face.probed) ?? []);
      return { face, hits, outcome: face.probed === null ? null : identify(hits, thresholds).outcome };
    });
  }

  private async peopleOf(siteId: string, hits: readonly GalleryHit[]): Promise<ReadonlyMap<string, PersonRecord>> {
    const ids = [...new Set(hits.map(({ personId }) => personId))];
    return new Map((await this.parts.people.findByIds(siteId, ids)).map((person) => [person.id, person]));
  }
}

/** Without the manage scope a caller learns only whom the decision is about, so that probing the gallery does not pay. */
function ordinarilyShown(
  hits: readonly GalleryHit[],
  outcome: SearchOutcome | null,
  { thresholds }: ActivePolicy,
): readonly GalleryHit[] {
  return outcome === "UNKNOWN" ? [] : hits.filter(({ distance }) => distance <= thresholds.identifyDistance);
}
