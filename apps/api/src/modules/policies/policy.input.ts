import { Field, Float, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { pageShape } from "../paging/index.js";
import { nameSchema, OPTIONAL_SITE, siteIdSchema } from "../photos/index.js";

const MAX_VERSION = 2_000_000_000;
const distance = (field: string) => {
  const rule = `${field} must be a distance from 0 to 2.`;
  return z.number(rule).min(0, rule).max(2, rule);
};
const version = (field: string) => {
  const rule = `${field} must be the number of a version.`;
  return z.number(rule).int(rule).min(1, rule).max(MAX_VERSION, rule);
};
const QUALITY_RULE = "minQuality must be from 0 to 100.";
const reasonSchema = nameSchema("reason", 500);

const settings = {
  acceptDistance: distance("acceptDistance"),
  reviewDistance: distance("reviewDistance"),
  identifyDistance: distance("identifyDistance"),
  ambiguityMargin: distance("ambiguityMargin"),
  minQuality: z.number(QUALITY_RULE).min(0, QUALITY_RULE).max(100, QUALITY_RULE),
  keepTemplateFaces: z.boolean(),
  keepProbeFaces: z.boolean(),
};

const inOrder = ({ acceptDistance, reviewDistance }: { acceptDistance: number; reviewDistance: number }) =>
  acceptDistance <= reviewDistance;
const ORDER = {
  path: ["reviewDistance"],
  message: "reviewDistance must not be smaller than acceptDistance.",
};

@InputType()
abstract class PolicySettingsInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => Float, { description: "1:1: accepted up to this distance; 0 to 2." }) acceptDistance!: number;

  @Field(() => Float, { description: "1:1: beyond accept and up to this distance a person decides." })
  reviewDistance!: number;

  @Field(() => Float, { description: "1:K: only people up to this distance are candidates." })
  identifyDistance!: number;

  @Field(() => Float, { description: "1:K: two candidates closer together than this are not told apart." })
  ambiguityMargin!: number;

  @Field(() => Float, { description: "Lowest quality score of a face that is compared or enrolled; 0 to 100." })
  minQuality!: number;

  @Field(() => Boolean, { description: "Keep the aligned faces of templates, encrypted, for people to look at." })
  keepTemplateFaces!: boolean;

  @Field(() => Boolean, { description: "Keep the aligned faces of attempts, encrypted, for people to look at." })
  keepProbeFaces!: boolean;
}

@InputType()
export class SetSitePolicyInput extends PolicySettingsInput {
  @Field(() => Int, { description: "The newest version that you know: refused when there is a newer one." })
  expectedVersion!: number;

  @Field(() => String, { description: "Why; 1 to 500 characters." }) reason!: string;
}

export const setSitePolicySchema = z
  .object({ siteId: siteIdSchema, ...settings, expectedVersion: version("expectedVersion"), reason: reasonSchema })
  .refine(inOrder, ORDER);

@InputType()
export class PreviewSitePolicyInput extends PolicySettingsInput {
  @Field(() => Int, { nullable: true, defaultValue: 500, description: "How many of the newest attempts; 1 to 500." })
  attempts?: number | null;
}

const ATTEMPTS_RULE = "attempts must be a whole number from 1 to 500.";
export const previewSitePolicySchema = z
  .object({
    siteId: siteIdSchema,
    ...settings,
    attempts: z
      .number(ATTEMPTS_RULE)
      .int(ATTEMPTS_RULE)
      .min(1, ATTEMPTS_RULE)
      .max(500, ATTEMPTS_RULE)
      .nullish()
      .transform((attempts) => attempts ?? 500),
  })
  .refine(inOrder, ORDER);

@InputType()
export class RevertSitePolicyInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => Int, { description: "Whose settings are taken up again, in a new version." }) version!: number;
  @Field(() => Int, { description: "The newest version that you know." }) expectedVersion!: number;
  @Field(() => String, { description: "Why; 1 to 500 characters." }) reason!: string;
}

export const revertSitePolicySchema = z.object({
  siteId: siteIdSchema,
  version: version("version"),
  expectedVersion: version("expectedVersion"),
  reason: reasonSchema,
});

export const sitePoliciesSchema = z.object({ ...pageShape, siteId: siteIdSchema });
