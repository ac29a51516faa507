import { GraphQLDateTimeISO } from "graphql-scalars";
import { createUnionType, Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { AttemptDecision as Decision } from "../attempts/attempts.port.js";
import { AttemptDecision } from "../attempts/index.js";
import { type ConnectionOf, PageInfo } from "../paging/index.js";
import { PolicyChanged, PolicyNotFound, SITE_PROBLEMS } from "../problems/index.js";

@ObjectType({ description: "What a distance means on the benchmark of the model's reference curve." })
export class ErrorRates {
  @Field(() => Float, { description: "False match rate, 0 to 1." }) fmr!: number;
  @Field(() => Float, { description: "False non-match rate, 0 to 1." }) fnmr!: number;
  @Field(() => Float, { description: "Lower end of its 95 % interval." }) low!: number;
  @Field(() => Float, { description: "Upper end of its 95 % interval." }) high!: number;

  @Field(() => String, {
    nullable: true,
    description: "BELOW or ABOVE when the distance lies beyond what was measured: these are the rates of that end.",
  })
  beyond!: string | null;
}

@ObjectType({ description: "One immutable version of what a site decides by." })
export class SitePolicy {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => Boolean, { description: "Whether the site decides by it." }) isActive!: boolean;
  @Field(() => String) modelId!: string;
  @Field(() => Float, { description: "1:1: accepted up to this distance." }) acceptDistance!: number;
  @Field(() => Float, { description: "1:1: from accept up to this distance a person decides." })
  reviewDistance!: number;
  @Field(() => Float, { description: "1:K: only people up to this distance are candidates." })
  identifyDistance!: number;
  @Field(() => Float, { description: "1:K: two candidates closer together than this are not told apart." })
  ambiguityMargin!: number;
  @Field(() => Float, { description: "Lowest quality score of a face, 0 to 100." }) minQuality!: number;
  @Field(() => Boolean) keepTemplateFaces!: boolean;
  @Field(() => Boolean) keepProbeFaces!: boolean;

  @Field(() => ErrorRates, { nullable: true, description: "Null when the server has not loaded the model." })
  acceptRates!: ErrorRates | null;
  @Field(() => ErrorRates, { nullable: true }) reviewRates!: ErrorRates | null;
  @Field(() => ErrorRates, { nullable: true, description: "Of one comparison; a search makes one with each person." })
  identifyRates!: ErrorRates | null;

  @Field(() => String, { description: "Where the distances come from." }) provenance!: string;
  @Field(() => String) author!: string;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => Int, { nullable: true, description: "The version whose settings these are." }) revertOf!: number | null;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
}

@ObjectType()
export class SitePolicyEdge {
  @Field(() => String) cursor!: string;
  @Field(() => SitePolicy) node!: SitePolicy;
}

@ObjectType()
export class SitePolicyConnection implements ConnectionOf<SitePolicy> {
  @Field(() => [SitePolicy]) nodes!: SitePolicy[];
  @Field(() => [SitePolicyEdge]) edges!: SitePolicyEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

@ObjectType()
export class SitePolicySet {
  @Field(() => SitePolicy) policy!: SitePolicy;
}

export const SetSitePolicyResult = createUnionType({
  name: "SetSitePolicyResult",
  types: () => [SitePolicySet, PolicyChanged, PolicyNotFound, ...SITE_PROBLEMS] as const,
});

export const RevertSitePolicyResult = createUnionType({
  name: "RevertSitePolicyResult",
  types: () => [SitePolicySet, PolicyChanged, PolicyNotFound, ...SITE_PROBLEMS] as const,
});

@ObjectType({ description: "Attempts that would have been decided otherwise." })
export class DecisionChange {
  @Field(() => AttemptDecision) from!: Decision;

  @Field(() => AttemptDecision, { nullable: true, description: "Null: refused because of its quality." })
  to!: Decision | null;

  @Field(() => Int) count!: number;
}

@ObjectType()
export class PolicyPreview {
  @Field(() => Int, { description: "How many attempts were decided anew." }) attempts!: number;
  @Field(() => Int) changed!: number;
  @Field(() => [DecisionChange], { description: "The most frequent first." }) changes!: readonly DecisionChange[];
  @Field(() => ErrorRates) acceptRates!: ErrorRates;
  @Field(() => ErrorRates) reviewRates!: ErrorRates;
  @Field(() => ErrorRates) identifyRates!: ErrorRates;
}

export const PreviewSitePolicyResult = createUnionType({
  name: "PreviewSitePolicyResult",
  types: () => [PolicyPreview, PolicyNotFound, ...SITE_PROBLEMS] as const,
});
