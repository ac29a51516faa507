import { createUnionType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { AttemptReference } from "../attempts/index.js";
import { Person } from "../people/index.js";
import { FaceQuality } from "../photos/index.js";
import {
  FaceBox,
  FoundFace,
  NoTemplates,
  PersonNotFound,
  PersonSuspended,
  PHOTO_PROBLEMS,
  Problem,
  RateLimited,
  SITE_PROBLEMS,
  WRITE_PROBLEMS,
} from "../problems/index.js";

export const VerificationDecision = { ACCEPT: "ACCEPT", REVIEW: "REVIEW", REJECT: "REJECT" } as const;
registerEnumType(VerificationDecision, {
  name: "VerificationDecision",
  valuesConfig: {
    ACCEPT: { description: "Near enough to be the claimed person." },
    REVIEW: { description: "Between the two cuts: a person should look." },
    REJECT: { description: "Too far away." },
  },
});

export const IdentificationOutcome = { IDENTIFIED: "IDENTIFIED", UNKNOWN: "UNKNOWN", AMBIGUOUS: "AMBIGUOUS" } as const;
registerEnumType(IdentificationOutcome, {
  name: "IdentificationOutcome",
  valuesConfig: {
    IDENTIFIED: { description: "The first candidate." },
    UNKNOWN: { description: "Nobody of the site is near enough." },
    AMBIGUOUS: { description: "Two people are near enough and hardly differ in distance." },
  },
});

@ObjectType()
export class Verification {
  @Field(() => VerificationDecision) decision!: keyof typeof VerificationDecision;

  @Field(() => Float, { nullable: true, description: "Euclidean distance to the person's nearest photo, 0 to 2." })
  distance!: number | null;

  @Field(() => Float, { description: "Greatest distance that is accepted." }) threshold!: number;

  @Field(() => Float, { description: "Greatest distance that a person should look at; at least the threshold." })
  reviewThreshold!: number;

  @Field(() => FoundFace, { description: "The face that was compared." }) face!: FoundFace;
  @Field(() => AttemptReference) attempt!: AttemptReference;
}

@ObjectType()
export class Candidate {
  @Field(() => Person) person!: Person;
  @Field(() => Float, { description: "Euclidean distance to the person's nearest photo, 0 to 2." }) distance!: number;
}

@ObjectType({ description: "One face of the photo, and who it is." })
export class IdentifiedFace {
  @Field(() => FaceBox) box!: FaceBox;
  @Field(() => FaceQuality) quality!: FaceQuality;

  @Field(() => IdentificationOutcome, {
    nullable: true,
    description: "Null when the face is not good enough to be searched for: see problem.",
  })
  outcome!: keyof typeof IdentificationOutcome | null;

  @Field(() => Problem, { nullable: true }) problem!: Problem | null;
  @Field(() => [Candidate], { description: "Nearest first; as for the whole answer." }) candidates!: Candidate[];
  @Field(() => AttemptReference) attempt!: AttemptReference;
}

@ObjectType({
  description:
    "With faceSelection ALL, outcome, candidates, face and attempt are those of the largest face that is good enough.",
})
export class Identification {
  @Field(() => IdentificationOutcome) outcome!: keyof typeof IdentificationOutcome;

  @Field(() => [Candidate], {
    description:
      "Nearest first. With the manage scope the nearest people whatever their distance; without it only those whom " +
      "the outcome is about, which are none when it is UNKNOWN.",
  })
  candidates!: Candidate[];

  @Field(() => Float, { description: "Greatest distance at which somebody is identified." }) threshold!: number;
  @Field(() => FoundFace, { description: "The face that was searched for." }) face!: FoundFace;

  @Field(() => [IdentifiedFace], {
    description: "Every face of the photo with faceSelection ALL, else the one that was chosen; largest first.",
  })
  faces!: IdentifiedFace[];

  @Field(() => Int, { description: "How many smaller faces of the photo are not among them." }) omittedFaces!: number;
  @Field(() => AttemptReference) attempt!: AttemptReference;
}

export const VerifyResult = createUnionType({
  name: "VerifyResult",
  types: () =>
    [
      Verification,
      ...PHOTO_PROBLEMS,
      PersonNotFound,
      PersonSuspended,
      NoTemplates,
      RateLimited,
      ...WRITE_PROBLEMS,
    ] as const,
});

export const WhoIsItResult = createUnionType({
  name: "WhoIsItResult",
  types: () => [Identification, ...PHOTO_PROBLEMS, RateLimited, ...SITE_PROBLEMS] as const,
});
