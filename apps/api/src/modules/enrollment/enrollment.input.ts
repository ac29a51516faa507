import { GraphQLDateTimeISO } from "graphql-scalars";
import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { IDEMPOTENCY_KEY_DESCRIPTION, idempotencyKeySchema } from "../idempotency/index.js";
import {
  externalIdSchema,
  FaceSelection,
  ImageInput,
  imageSchema,
  nameSchema,
  OPTIONAL_SITE,
  singleFaceSchema,
  siteIdSchema,
  THOROUGH_DESCRIPTION,
  thoroughSchema,
} from "../photos/index.js";

export const MAX_PHOTOS_PER_CALL = 10;

@InputType({ description: "On what grounds the person's face may be used." })
export class ConsentInput {
  @Field(() => String, { description: "The legal basis, for example CONSENT or CONTRACT." }) basis!: string;

  @Field(() => String, { description: "Which version of your text the person agreed to." }) textVersion!: string;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: "Now when left out." })
  obtainedAt?: Date | null;

  @Field(() => GraphQLDateTimeISO, { nullable: true }) expiresAt?: Date | null;
}

@InputType()
export class EnrollInput {
  @Field(() => String, { description: "Your own name for the person, unique within the site; 1 to 128 characters." })
  externalId!: string;

  @Field(() => String, { nullable: true, description: "The external id when left out." })
  displayName?: string | null;

  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => [ImageInput], { description: `1 to ${MAX_PHOTOS_PER_CALL}. One is enough.` })
  photos!: ImageInput[];

  @Field(() => FaceSelection, { nullable: true, defaultValue: "ONLY" })
  faceSelection?: FaceSelection | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: THOROUGH_DESCRIPTION })
  thorough?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Enrol even if the face is near to that of another person of the site.",
  })
  confirmDuplicate?: boolean | null;

  @Field(() => ConsentInput, { nullable: true }) consent?: ConsentInput | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY_DESCRIPTION })
  idempotencyKey?: string | null;
}

@InputType()
export class AddPhotosInput {
  @Field(() => String) externalId!: string;

  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => [ImageInput], { description: `1 to ${MAX_PHOTOS_PER_CALL}.` })
  photos!: ImageInput[];

  @Field(() => FaceSelection, { nullable: true, defaultValue: "ONLY" })
  faceSelection?: FaceSelection | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: THOROUGH_DESCRIPTION })
  thorough?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Add even if the face is near to that of another person of the site.",
  })
  confirmDuplicate?: boolean | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY_DESCRIPTION })
  idempotencyKey?: string | null;
}

@InputType()
export class RemovePhotoInput {
  @Field(() => String) externalId!: string;
  @Field(() => ID) photoId!: string;

  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY_DESCRIPTION })
  idempotencyKey?: string | null;
}

@InputType()
export class DeletePersonInput {
  @Field(() => String) externalId!: string;

  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY_DESCRIPTION })
  idempotencyKey?: string | null;
}

const photosSchema = z
  .array(imageSchema)
  .min(1, "photos must not be empty.")
  .max(MAX_PHOTOS_PER_CALL, `photos must have at most ${MAX_PHOTOS_PER_CALL} items.`);

const confirmDuplicateSchema = z
  .boolean()
  .nullish()
  .transform((confirmed) => confirmed ?? false);

/** @param now What the end of a consent is compared with when the client names no beginning. */
export function enrollSchema(now: () => Date) {
  const consentSchema = z
    .object({
      basis: nameSchema("basis", 64),
      textVersion: nameSchema("textVersion", 64),
      obtainedAt: z.date().nullish(),
      expiresAt: z.date().nullish(),
    })
    .transform(({ obtainedAt, expiresAt, ...consent }) => ({
      ...consent,
      obtainedAt: obtainedAt ?? null,
      expiresAt: expiresAt ?? null,
    }))
    .refine(({ obtainedAt, expiresAt }) => expiresAt === null || expiresAt > (obtainedAt ?? now()), {
      path: ["expiresAt"],
      message: "expiresAt must be later than obtainedAt.",
    });
  return z.object({
    externalId: externalIdSchema,
    displayName: nameSchema("displayName", 200)
      .nullish()
      .transform((displayName) => displayName ?? null),
    siteId: siteIdSchema,
    photos: photosSchema,
    faceSelection: singleFaceSchema,
    thorough: thoroughSchema,
    confirmDuplicate: confirmDuplicateSchema,
    consent: consentSchema.nullish().transform((consent) => consent ?? null),
    idempotencyKey: idempotencyKeySchema,
  });
}

export const addPhotosSchema = z.object({
  externalId: externalIdSchema,
  siteId: siteIdSchema,
  photos: photosSchema,
  faceSelection: singleFaceSchema,
  thorough: thoroughSchema,
  confirmDuplicate: confirmDuplicateSchema,
  idempotencyKey: idempotencyKeySchema,
});

export const removePhotoSchema = z.object({
  externalId: externalIdSchema,
  photoId: z.string().min(1, "photoId must not be empty.").max(64, "photoId is too long."),
  siteId: siteIdSchema,
  idempotencyKey: idempotencyKeySchema,
});

export const deletePersonSchema = z.object({
  externalId: externalIdSchema,
  siteId: siteIdSchema,
  idempotencyKey: idempotencyKeySchema,
});
