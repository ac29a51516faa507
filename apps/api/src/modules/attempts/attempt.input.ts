import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { pageShape } from "../paging/index.js";
import { externalIdSchema, OPTIONAL_SITE, siteIdSchema } from "../photos/index.js";
import { AttemptKind, AttemptOutcome, ReviewState, ReviewVerdict } from "./attempt.type.js";

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);
const HOURS_RULE = "hours must be a whole number from 1 to 744.";

const attemptIdSchema = z.string().max(64, "The id is too long.");

export const attemptsSchema = z.object({
  ...pageShape,
  siteId: siteIdSchema,
  kind: optional(z.enum(AttemptKind)),
  decision: optional(z.enum(AttemptOutcome)),
  claimedExternalId: optional(externalIdSchema),
  personId: optional(z.string().max(64, "personId is too long.")),
  review: optional(z.enum(ReviewState)),
  from: optional(z.date()),
  to: optional(z.date()),
});

export const attemptSchema = z.object({ siteId: siteIdSchema, id: attemptIdSchema });

export const activitySchema = z.object({
  siteId: siteIdSchema,
  hours: z
    .number(HOURS_RULE)
    .int(HOURS_RULE)
    .min(1, HOURS_RULE)
    .max(744, HOURS_RULE)
    .nullish()
    .transform((hours) => hours ?? 24),
});

@InputType()
export class ReviewAttemptInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => ID) attemptId!: string;
  @Field(() => ReviewVerdict) verdict!: keyof typeof ReviewVerdict;
}

export const reviewAttemptSchema = z.object({
  siteId: siteIdSchema,
  attemptId: attemptIdSchema,
  verdict: z.enum(ReviewVerdict),
});
