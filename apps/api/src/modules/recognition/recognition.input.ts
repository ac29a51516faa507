import { Field, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { IDEMPOTENCY_KEY_DESCRIPTION, idempotencyKeySchema } from "../idempotency/index.js";
import {
  externalIdSchema,
  FaceSelection,
  faceSelectionSchema,
  ImageInput,
  imageSchema,
  OPTIONAL_SITE,
  singleFaceSchema,
  siteIdSchema,
  THOROUGH_DESCRIPTION,
  thoroughSchema,
} from "../photos/index.js";

@InputType()
export class VerifyInput {
  @Field(() => String, { description: "Whom the person in the photo claims to be." })
  externalId!: string;

  @Field(() => ImageInput) photo!: ImageInput;

  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => FaceSelection, { nullable: true, defaultValue: "ONLY" })
  faceSelection?: FaceSelection | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: THOROUGH_DESCRIPTION })
  thorough?: boolean | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY_DESCRIPTION })
  idempotencyKey?: string | null;
}

@InputType()
export class WhoIsItInput {
  @Field(() => ImageInput) photo!: ImageInput;

  @Field(() => Int, { nullable: true, defaultValue: 5, description: "Most candidates to answer, 1 to 20." })
  limit?: number | null;

  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => FaceSelection, { nullable: true, defaultValue: "ONLY" })
  faceSelection?: FaceSelection | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: THOROUGH_DESCRIPTION })
  thorough?: boolean | null;
}

export const verifySchema = z.object({
  externalId: externalIdSchema,
  photo: imageSchema,
  siteId: siteIdSchema,
  faceSelection: singleFaceSchema,
  thorough: thoroughSchema,
  idempotencyKey: idempotencyKeySchema,
});

const LIMIT_RULE = "limit must be a whole number from 1 to 20.";

export const whoIsItSchema = z.object({
  photo: imageSchema,
  limit: z
    .number(LIMIT_RULE)
    .int(LIMIT_RULE)
    .min(1, LIMIT_RULE)
    .max(20, LIMIT_RULE)
    .nullish()
    .transform((limit) => limit ?? 5),
  siteId: siteIdSchema,
  faceSelection: faceSelectionSchema,
  thorough: thoroughSchema,
});
