import { GraphQLDateTimeISO } from "graphql-scalars";
import { Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";
import { type ConnectionOf, PageInfo } from "../paging/index.js";
import { Person } from "../people/index.js";
import type { AttemptDecision as Decision, AttemptKind as Kind } from "./attempts.port.js";

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

@ObjectType()
export class AttemptCandidate {
  @Field(() => Person, { nullable: true, description: "Null when the person was deleted since." })
  person!: Person | null;

  @Field(() => Float) distance!: number;
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
