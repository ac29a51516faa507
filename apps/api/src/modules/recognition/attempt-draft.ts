import { attributionOf, type Call } from "../access/caller.js";
import type { AttemptKind, AttemptStore, NewAttempt } from "../attempts/attempts.port.js";
import { leavesAttempt } from "../attempts/unrecorded.js";
import { type PhotoSource, uploadsOf } from "../photos/photo-reader.js";
import type { AnalysedFace, SeenQuality } from "../photos/photos.port.js";
import { type Failure, failed, PROBLEM_CODES } from "../problems/failure.js";
import type { ActivePolicy } from "../sites/sites.port.js";

/** What is known of an attempt when its photo was looked at, before anything is decided. */
export function draftAttempt(
  { kind, siteId, modelId, photo }: { kind: AttemptKind; siteId: string; modelId: string; photo: PhotoSource },
  call: Call,
  { keepProbeChips }: Pick<ActivePolicy, "keepProbeChips">,
  seen: { face: AnalysedFace | null; quality: SeenQuality | null },
): NewAttempt {
  return {
    ...{ siteId, kind, modelId },
    ...{ claimedPersonId: null, claimedExternalId: null, decision: null, problemCode: null },
    ...{ distance: null, threshold: null, policyId: null, candidates: [] },
    quality: seen.face?.quality ?? seen.quality,
    timingsMs: seen.face?.timingsMs ?? null,
    probe: seen.face?.probe ?? null,
    probeChip: keepProbeChips ? (seen.face?.chip ?? null) : null,
    uploadIds: uploadsOf(photo),
    requestId: call.requestId,
    ...attributionOf(call.caller),
  };
}

/** Records that the attempt came to nothing, where that leaves an attempt. */
export async function refuseAttempt(
  attempts: AttemptStore,
  attempt: NewAttempt,
  failure: Failure,
): Promise<{ ok: false; failure: Failure }> {
  if (leavesAttempt(failure.kind)) await attempts.record({ ...attempt, problemCode: PROBLEM_CODES[failure.kind] });
  return failed(failure);
}
