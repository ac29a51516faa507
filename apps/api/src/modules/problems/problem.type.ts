import { Field, Float, Int, InterfaceType, ObjectType } from "type-graphql";
import { assertNever, type Failure, messageOf, PROBLEM_CODES } from "./failure.js";

@InterfaceType({ description: "An expected failure. Select `... on Problem { code message }` in every result." })
export abstract class Problem {
  @Field(() => String, { description: "Stable, for programs." })
  code!: string;

  @Field(() => String, { description: "For people. Never holds anything of the input." })
  message!: string;
}

@ObjectType({ description: "Rectangle in pixels of the photo after its EXIF orientation was applied." })
export class FaceBox {
  @Field(() => Float) x!: number;
  @Field(() => Float) y!: number;
  @Field(() => Float) width!: number;
  @Field(() => Float) height!: number;
}

@ObjectType()
export class FoundFace {
  @Field(() => FaceBox) box!: FaceBox;
}

@ObjectType({ implements: Problem, description: "NO_FACE" })
export class NoFaceFound extends Problem {}

@ObjectType({ implements: Problem, description: "MULTIPLE_FACES: faceSelection is ONLY and the photo shows several." })
export class MultipleFaces extends Problem {
  @Field(() => [FoundFace]) faces!: FoundFace[];
}

@ObjectType({ implements: Problem, description: "LOW_QUALITY" })
export class LowQuality extends Problem {
  @Field(() => [String], {
    description: "TOO_SMALL, BLURRED, TOO_DARK, TOO_BRIGHT, EXTREME_POSE, or BELOW_SITE_MINIMUM.",
  })
  reasons!: string[];
}

@ObjectType({ implements: Problem, description: "UNSUPPORTED_IMAGE: not a JPEG, PNG or WebP photo." })
export class UnsupportedImage extends Problem {}

@ObjectType({ implements: Problem, description: "IMAGE_TOO_LARGE: too many bytes or pixels." })
export class ImageTooLarge extends Problem {}

@ObjectType({ implements: Problem, description: "CORRUPT_IMAGE: the file cannot be decoded." })
export class CorruptImage extends Problem {}

@ObjectType({ implements: Problem, description: "PERSON_NOT_FOUND" })
export class PersonNotFound extends Problem {}

@ObjectType({ implements: Problem, description: "SITE_NOT_FOUND: it does not exist or belongs to other keys." })
export class SiteNotFound extends Problem {}

@ObjectType({ implements: Problem, description: "DUPLICATE_EXTERNAL_ID" })
export class DuplicateExternalId extends Problem {}

@ObjectType({ description: "The person whom a face resembles." })
export class DuplicateCandidate {
  @Field(() => String) externalId!: string;
}

@ObjectType({
  implements: Problem,
  description: "PROBABLE_DUPLICATE: the face is near to another identity. Refused unless confirmDuplicate is set.",
})
export class ProbableDuplicate extends Problem {
  @Field(() => DuplicateCandidate) candidate!: DuplicateCandidate;
  @Field(() => Float) distance!: number;
}

@ObjectType({ implements: Problem, description: "BUSY: the queue is full and nothing was done." })
export class Busy extends Problem {
  @Field(() => Int) retryAfterMs!: number;
}

@ObjectType({
  implements: Problem,
  description:
    "RATE_LIMITED: the API key has made as many calls of this field as it may in a minute. Nothing was done.",
})
export class RateLimited extends Problem {
  @Field(() => Int) retryAfterMs!: number;
}

@ObjectType({
  implements: Problem,
  description: "IDEMPOTENCY_KEY_REUSED: the key was used for a call with another input. Nothing was done.",
})
export class IdempotencyKeyReused extends Problem {}

@ObjectType({ implements: Problem, description: "INVALID_INPUT" })
export class InvalidInput extends Problem {
  @Field(() => String, { description: "Path of the wrong value within the input, for example photos.0.base64." })
  field!: string;
}

@ObjectType({ implements: Problem, description: "PHOTO_NOT_FOUND" })
export class PhotoNotFound extends Problem {}

@ObjectType({ implements: Problem, description: "LAST_PHOTO: an enrolled person keeps at least one photo." })
export class LastPhoto extends Problem {}

@ObjectType({ implements: Problem, description: "NO_TEMPLATES: nothing that the current model can compare." })
export class NoTemplates extends Problem {}

@ObjectType({ implements: Problem, description: "UNKNOWN_MODEL: the server has not loaded it." })
export class UnknownModel extends Problem {}

@ObjectType({ implements: Problem, description: "UNMEASURED_MODEL: it has no reference curve." })
export class UnmeasuredModel extends Problem {}

@ObjectType({ implements: Problem, description: "UPLOAD_NOT_FOUND" })
export class UploadNotFound extends Problem {}

@ObjectType({ implements: Problem, description: "PERSON_SUSPENDED: known, but not to be recognised." })
export class PersonSuspended extends Problem {}

@ObjectType({ implements: Problem, description: "ATTEMPT_NOT_FOUND" })
export class AttemptNotFound extends Problem {}

@ObjectType({
  implements: Problem,
  description: "POLICY_CHANGED: the version that the change was made from is no longer the newest.",
})
export class PolicyChanged extends Problem {}

@ObjectType({
  implements: Problem,
  description: "POLICY_NOT_FOUND: there is no such version, or its model is not loaded.",
})
export class PolicyNotFound extends Problem {}

@ObjectType({ implements: Problem, description: "API_KEY_NOT_FOUND: unknown, expired or revoked." })
export class ApiKeyNotFound extends Problem {}

@ObjectType({ implements: Problem, description: "LAST_SITE: everybody belongs to a site." })
export class LastSite extends Problem {}

@ObjectType({
  implements: Problem,
  description: "ALSO_IN_OTHER_SITES: what is meant is shared with a site in which the caller may not do this.",
})
export class AlsoInOtherSites extends Problem {}

@ObjectType({ implements: Problem, description: "USER_NOT_FOUND" })
export class UserNotFound extends Problem {}

@ObjectType({ implements: Problem, description: "DUPLICATE_EMAIL" })
export class DuplicateEmail extends Problem {}

@ObjectType({ implements: Problem, description: "LAST_OWNER: there is always an owner." })
export class LastOwner extends Problem {}

@ObjectType({
  implements: Problem,
  description:
    "DATABASE_UNAVAILABLE: repeat the call. A write may have been done; with its idempotencyKey it is done once.",
})
export class DatabaseUnavailable extends Problem {
  @Field(() => Int) retryAfterMs!: number;
}

/** The problems that every operation on a photo can meet. */
export const PHOTO_PROBLEMS = [
  NoFaceFound,
  MultipleFaces,
  LowQuality,
  UnsupportedImage,
  ImageTooLarge,
  CorruptImage,
  UploadNotFound,
  Busy,
] as const;

/** The problems that every operation on a site can meet. */
export const SITE_PROBLEMS = [InvalidInput, SiteNotFound, DatabaseUnavailable] as const;

/** The problems that every write can meet. */
export const WRITE_PROBLEMS = [IdempotencyKeyReused, ...SITE_PROBLEMS] as const;

export function toProblem(failure: Failure): Problem {
  return Object.assign(instanceFor(failure), { code: PROBLEM_CODES[failure.kind], message: messageOf(failure) });
}

function instanceFor(failure: Failure): Problem {
  switch (failure.kind) {
    case "noFace":
      return new NoFaceFound();
    case "multipleFaces":
      return Object.assign(new MultipleFaces(), { faces: failure.boxes.map((box) => ({ box })) });
    case "lowQuality":
      return Object.assign(new LowQuality(), { reasons: [...failure.reasons] });
    case "unsupportedImage":
      return new UnsupportedImage();
    case "imageTooLarge":
      return new ImageTooLarge();
    case "corruptImage":
      return new CorruptImage();
    case "personNotFound":
      return new PersonNotFound();
    case "siteNotFound":
      return new SiteNotFound();
    case "duplicateExternalId":
      return new DuplicateExternalId();
    case "probableDuplicate":
      return Object.assign(new ProbableDuplicate(), {
        candidate: { externalId: failure.candidateExternalId },
        distance: failure.distance,
      });
    case "busy":
      return Object.assign(new Busy(), { retryAfterMs: Math.ceil(failure.retryAfterMs) });
    case "rateLimited":
      return Object.assign(new RateLimited(), { retryAfterMs: Math.ceil(failure.retryAfterMs) });
    case "idempotencyKeyReused":
      return new IdempotencyKeyReused();
    case "invalidInput":
      return Object.assign(new InvalidInput(), { field: failure.field });
    case "photoNotFound":
      return new PhotoNotFound();
    case "lastPhoto":
      return new LastPhoto();
    case "lastSite":
      return new LastSite();
    case "alsoInOtherSites":
      return new AlsoInOtherSites();
    case "noTemplates":
      return new NoTemplates();
    case "unknownModel":
      return new UnknownModel();
    case "unmeasuredModel":
      return new UnmeasuredModel();
    case "uploadNotFound":
      return new UploadNotFound();
    case "personSuspended":
      return new PersonSuspended();
    case "attemptNotFound":
      return new AttemptNotFound();
    case "policyChanged":
      return new PolicyChanged();
    case "policyNotFound":
      return new PolicyNotFound();
    case "apiKeyNotFound":
      return new ApiKeyNotFound();
    case "userNotFound":
      return new UserNotFound();
    case "duplicateEmail":
      return new DuplicateEmail();
    case "lastOwner":
      return new LastOwner();
    case "databaseUnavailable":
      return Object.assign(new DatabaseUnavailable(), { retryAfterMs: Math.ceil(failure.retryAfterMs) });
    default:
      return assertNever(failure);
  }
}
