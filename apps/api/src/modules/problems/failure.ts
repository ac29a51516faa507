import type { Box } from "facenet-core";

/** What a client can cause or expect, as plain data. Everything else throws. */
export type Failure =
  | { kind: "noFace" }
  | { kind: "multipleFaces"; boxes: readonly Box[] }
  | { kind: "lowQuality"; reasons: readonly string[] }
  | { kind: "unsupportedImage"; detail: string }
  | { kind: "imageTooLarge"; detail: string }
  | { kind: "corruptImage"; detail: string }
  | { kind: "personNotFound" }
  | { kind: "siteNotFound" }
  | { kind: "duplicateExternalId" }
  | { kind: "probableDuplicate"; candidateExternalId: string; distance: number }
  | { kind: "busy"; retryAfterMs: number }
  | { kind: "rateLimited"; retryAfterMs: number }
  | { kind: "idempotencyKeyReused" }
  | { kind: "invalidInput"; field: string; reason: string }
  | { kind: "photoNotFound" }
  | { kind: "lastPhoto" }
  | { kind: "lastSite" }
  | { kind: "alsoInOtherSites" }
  | { kind: "noTemplates" }
  | { kind: "unknownModel" }
  | { kind: "unmeasuredModel" }
  | { kind: "uploadNotFound" }
  | { kind: "personSuspended" }
  | { kind: "attemptNotFound" }
  | { kind: "policyChanged" }
  | { kind: "policyNotFound" }
  | { kind: "apiKeyNotFound" }
  | { kind: "userNotFound" }
  | { kind: "duplicateEmail" }
  | { kind: "lastOwner" }
  | { kind: "databaseUnavailable"; retryAfterMs: number };

export type FailureKind = Failure["kind"];

export const PROBLEM_CODES = {
  noFace: "NO_FACE",
  multipleFaces: "MULTIPLE_FACES",
  lowQuality: "LOW_QUALITY",
  unsupportedImage: "UNSUPPORTED_IMAGE",
  imageTooLarge: "IMAGE_TOO_LARGE",
  corruptImage: "CORRUPT_IMAGE",
  personNotFound: "PERSON_NOT_FOUND",
  siteNotFound: "SITE_NOT_FOUND",
  duplicateExternalId: "DUPLICATE_EXTERNAL_ID",
  probableDuplicate: "PROBABLE_DUPLICATE",
  busy: "BUSY",
  rateLimited: "RATE_LIMITED",
  idempotencyKeyReused: "IDEMPOTENCY_KEY_REUSED",
  invalidInput: "INVALID_INPUT",
  photoNotFound: "PHOTO_NOT_FOUND",
  lastPhoto: "LAST_PHOTO",
  lastSite: "LAST_SITE",
  alsoInOtherSites: "ALSO_IN_OTHER_SITES",
  noTemplates: "NO_TEMPLATES",
  unknownModel: "UNKNOWN_MODEL",
  unmeasuredModel: "UNMEASURED_MODEL",
  uploadNotFound: "UPLOAD_NOT_FOUND",
  personSuspended: "PERSON_SUSPENDED",
  attemptNotFound: "ATTEMPT_NOT_FOUND",
  policyChanged: "POLICY_CHANGED",
  policyNotFound: "POLICY_NOT_FOUND",
  apiKeyNotFound: "API_KEY_NOT_FOUND",
  userNotFound: "USER_NOT_FOUND",
  duplicateEmail: "DUPLICATE_EMAIL",
  lastOwner: "LAST_OWNER",
  databaseUnavailable: "DATABASE_UNAVAILABLE",
} as const satisfies Record<FailureKind, string>;

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export function succeeded<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure };
}

export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify((value as { kind?: unknown })?.kind)}`);
}

/** For the client, in one sentence; never holds anything that the client sent. */
export function messageOf(failure: Failure): string {
  switch (failure.kind) {
    case "noFace":
      return "No face was found in the photo.";
    case "multipleFaces":
      return `The photo shows ${failure.boxes.length} faces. Send one with a single face, or choose LARGEST or CENTRAL as faceSelection; for whoIsIt also ALL.`;
    case "lowQuality":
      return `The face is not good enough to be recognised: ${failure.reasons.join(", ")}.`;
    case "unsupportedImage":
    case "imageTooLarge":
    case "corruptImage":
      return failure.detail;
    case "personNotFound":
      return "No person with this external id is enrolled at the site.";
    case "siteNotFound":
      return "The site does not exist, or you have no access to it.";
    case "duplicateExternalId":
      return "A person with this external id is already enrolled at the site. Use addPhotos to give them more photos.";
    case "probableDuplicate":
      return "The face is very near to that of another person of the site. Set confirmDuplicate if they are two people.";
    case "busy":
      return "Too many photos are waiting. Nothing was done; try again later.";
    case "rateLimited":
      return "This API key has called too often. Nothing was done; try again later.";
    case "idempotencyKeyReused":
      return "This idempotency key was used for another call. Nothing was done; take a new key.";
    case "invalidInput":
      return failure.reason;
    case "photoNotFound":
      return "The person has no photo with this id.";
    case "lastPhoto":
      return "This is the person's only photo. Add another one first, or delete the person.";
    case "lastSite":
      return "This is the person's only site. Delete the person instead.";
    case "alsoInOtherSites":
      return "It also belongs to a site in which you may not do this. Nothing was changed.";
    case "noTemplates":
      return "The person has no photo that the current recognition model can compare. Add a photo.";
    case "unknownModel":
      return "The server has loaded no model with this id or name; models lists them.";
    case "unmeasuredModel":
      return "The model has no reference curve, so nobody knows what its distances mean. Measure it first.";
    case "uploadNotFound":
      return "No upload with this id is waiting for this API key.";
    case "personSuspended":
      return "The person is suspended, so they are not recognised.";
    case "attemptNotFound":
      return "The site has no attempt with this id.";
    case "policyChanged":
      return "The site's policy was changed meanwhile. Look at the newest version and decide again.";
    case "policyNotFound":
      return "The site has no policy of this version, or its model is not loaded.";
    case "apiKeyNotFound":
      return "There is no such key, or it is no longer in use.";
    case "userNotFound":
      return "There is no such user.";
    case "duplicateEmail":
      return "There is a user with this e-mail address already.";
    case "lastOwner":
      return "This is the last owner. Make somebody else an owner first.";
    case "databaseUnavailable":
      return "The database cannot be reached. Try again later, writes with the same idempotencyKey.";
    default:
      return assertNever(failure);
  }
}
