import { GraphQLDateTimeISO } from "graphql-scalars";
import { createUnionType, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { type ConnectionOf, PageInfo } from "../paging/index.js";
import { Person } from "../people/index.js";
import { FaceQuality } from "../photos/index.js";
import { AttemptNotFound, SITE_PROBLEMS } from "../problems/index.js";
import type { AttemptDecision as Decision, AttemptKind as Kind, ReviewVerdict as Verdict } from "./attempts.port.js";

export const AttemptKind = { VERIFY: "VERIFY", IDENTIFY: "IDENTIFY", ENROLL: "ENROLL" } as const satisfies Record<
  Kind,
  Kind
>;
registerEnumType(AttemptKind, {
  name: "AttemptKind",
  description:
    "VERIFY: a claimed identity was compared (1:1). IDENTIFY: the gallery was searched (1:K). ENROLL: photos of a person were to be enrolled.",
});

export const AttemptDecision = {
  ACCEPT: "ACCEPT",
  REVIEW: "REVIEW",
  REJECT: "REJECT",
  IDENTIFIED: "IDENTIFIED",
  UNKNOWN: "UNKNOWN",
  AMBIGUOUS: "AMBIGUOUS",
  ENROLLED: "ENROLLED",
} as const satisfies Record<Decision, Decision>;
registerEnumType(AttemptDecision, {
  name: "AttemptDecision",
  description: "Of VERIFY the first three, of IDENTIFY the next three, of ENROLL the last.",
});

export const AttemptOutcome = { ...AttemptDecision, PROBLEM: "PROBLEM" } as const;
export type AttemptOutcome = keyof typeof AttemptOutcome;
registerEnumType(AttemptOutcome, {
  name: "AttemptOutcome",
  description: "A decision, or PROBLEM for the attempts that came to none.",
});

export const ReviewVerdict = { GENUINE: "GENUINE", IMPOSTOR: "IMPOSTOR", UNSURE: "UNSURE" } as const satisfies Record<
  Verdict,
  Verdict
>;
registerEnumType(ReviewVerdict, {
  name: "ReviewVerdict",
  description: "What a person says of an attempt.",
  valuesConfig: {
    GENUINE: { description: "It was the person whom it claims, or whom it was identified as." },
    IMPOSTOR: { description: "It was somebody else." },
    UNSURE: { description: "It cannot be told." },
  },
});

export const ReviewState = { ...ReviewVerdict, NONE: "NONE" } as const;
export type ReviewState = keyof typeof ReviewState;
registerEnumType(ReviewState, {
  name: "ReviewState",
  description: "What the newest review says, or NONE for attempts that nobody has reviewed.",
});

@ObjectType()
export class Review {
  @Field(() => ID) id!: string;
  @Field(() => ReviewVerdict) verdict!: Verdict;
  @Field(() => String, { nullable: true, description: "Null once the user was removed." }) reviewer!: string | null;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
}

@ObjectType()
export class StageTiming {
  @Field(() => String) stage!: string;
  @Field(() => Float) ms!: number;
}

@ObjectType()
export class AttemptCandidate {
  @Field(() => Person, { nullable: true, description: "Null when the person was deleted since." })
  person!: Person | null;

  @Field(() => Float) distance!: number;

  @Field(() => ID, { nullable: true, description: "The photo that was nearest. Null when it was removed since." })
  photoId!: string | null;
}

@ObjectType({ description: "One verify, whoIsIt, enroll or addPhotos, as it was decided." })
export class Attempt {
  @Field(() => ID) id!: string;
  @Field(() => AttemptKind) kind!: Kind;

  @Field(() => AttemptDecision, { nullable: true, description: "Null when a problem came first: see problemCode." })
  decision!: Decision | null;

  @Field(() => String, { nullable: true }) problemCode!: string | null;
  @Field(() => String, { nullable: true }) claimedExternalId!: string | null;
  @Field(() => Float, { nullable: true }) distance!: number | null;
  @Field(() => Float, { nullable: true }) threshold!: number | null;
  @Field(() => String, { nullable: true }) modelId!: string | null;

  @Field(() => String, { nullable: true, description: "The x-request-id header of the answer." })
  requestId!: string | null;

  @Field(() => FaceQuality, { nullable: true, description: "Null when no face was singled out." })
  quality!: FaceQuality | null;

  @Field(() => [StageTiming], { description: "Of the engine, in the order of its stages." })
  timings!: readonly StageTiming[];

  @Field(() => String, { nullable: true, description: "Name of the API key or the user who asked." })
  caller!: string | null;

  @Field(() => Int, { nullable: true, description: "Of the policy that it was decided by." })
  policyVersion!: number | null;

  @Field(() => Boolean, { description: "Whether a picture of the face was kept: the site's policy says so." })
  hasProbeFace!: boolean;

  @Field(() => ReviewVerdict, { nullable: true, description: "What the newest review says." }) verdict!: Verdict | null;
  @Field(() => [Review], { description: "Newest first." }) reviews!: readonly Review[];
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
  @Field(() => [AttemptCandidate], { description: "Nearest first." }) candidates!: AttemptCandidate[];
}

@ObjectType()
export class AttemptEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Attempt) node!: Attempt;
}

@ObjectType()
export class AttemptConnection implements ConnectionOf<Attempt> {
  @Field(() => [Attempt]) nodes!: Attempt[];
  @Field(() => [AttemptEdge]) edges!: AttemptEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

/** What an operation answers of the attempt that it recorded. */
@ObjectType()
export class AttemptReference {
  @Field(() => ID) id!: string;
}

@ObjectType()
export class AttemptReviewed {
  @Field(() => Attempt) attempt!: Attempt;
}

export const ReviewAttemptResult = createUnionType({
  name: "ReviewAttemptResult",
  types: () => [AttemptReviewed, AttemptNotFound, ...SITE_PROBLEMS] as const,
});

@ObjectType({ description: "Attempts of one kind and outcome that began in one hour." })
export class ActivityCount {
  @Field(() => GraphQLDateTimeISO, { description: "The hour's beginning." }) hour!: Date;
  @Field(() => AttemptKind) kind!: Kind;
  @Field(() => AttemptDecision, { nullable: true }) decision!: Decision | null;
  @Field(() => String, { nullable: true }) problemCode!: string | null;
  @Field(() => Int) count!: number;
}

@ObjectType({ description: "How long the engine took for the attempts of one hour, without waiting." })
export class ActivityLatency {
  @Field(() => GraphQLDateTimeISO) hour!: Date;
  @Field(() => Float) medianMs!: number;
  @Field(() => Float) p95Ms!: number;
}

@ObjectType()
export class Activity {
  @Field(() => GraphQLDateTimeISO, { description: "The beginning of the first hour." }) since!: Date;
  @Field(() => [ActivityCount], { description: "Hours without attempts are left out." })
  counts!: readonly ActivityCount[];
  @Field(() => [ActivityLatency]) latency!: readonly ActivityLatency[];
}
