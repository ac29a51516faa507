import { Field, ID, InputType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { decodeBase64 } from "./base64.js";
import type { PhotoSource } from "./photo-reader.js";

export const FaceSelection = { ONLY: "ONLY", LARGEST: "LARGEST", CENTRAL: "CENTRAL", ALL: "ALL" } as const;
export type FaceSelection = keyof typeof FaceSelection;

registerEnumType(FaceSelection, {
  name: "FaceSelection",
  description: "Which face of a photo is meant.",
  valuesConfig: {
    ONLY: { description: "The photo must show exactly one face." },
    LARGEST: { description: "The face with the largest box." },
    CENTRAL: { description: "The face nearest to the middle of the photo." },
    ALL: { description: "Every face. For whoIsIt alone." },
  },
});

@InputType({ description: "Exactly one of the two." })
export class ImageInput {
  @Field(() => String, {
    nullable: true,
    description: "A JPEG, PNG or WebP file in base64, with or without a data URL prefix.",
  })
  base64?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "What POST /v1/images answered: good once, for the key that sent the photo, for 15 minutes.",
  })
  uploadId?: string | null;
}

export const imageSchema = z
  .object({
    base64: z.string().nullish(),
    uploadId: z.string().max(128, "uploadId is too long.").nullish(),
  })
  .transform((image, context): PhotoSource => {
    const given = [image.base64, image.uploadId].filter((value) => value !== null && value !== undefined);
    if (given.length !== 1) {
      context.addIssue({ code: "custom", message: "Give exactly one of base64 and uploadId." });
      return z.NEVER;
    }
    if (image.uploadId != null) return { kind: "upload", uploadId: image.uploadId };
    const bytes = decodeBase64(image.base64 as string);
    if (bytes === undefined) {
      context.addIssue({ code: "custom", path: ["base64"], message: "base64 is not valid base64." });
      return z.NEVER;
    }
    return { kind: "bytes", bytes };
  });

/** For operations that are about one person. */
export const singleFaceSchema = z
  .enum(["ONLY", "LARGEST", "CENTRAL"], "faceSelection must be ONLY, LARGEST or CENTRAL.")
  .nullish()
  .transform((selection) => selection ?? "ONLY");

export const THOROUGH_DESCRIPTION =
  "Search for faces of half the usual size too: from 24 pixels in a photo of 12 megapixels, in place of 40. Takes several times as long.";

export const thoroughSchema = z
  .boolean()
  .nullish()
  .transform((thorough) => thorough ?? false);

export const faceSelectionSchema = z
  .enum(FaceSelection, "faceSelection must be ONLY, LARGEST, CENTRAL or ALL.")
  .nullish()
  .transform((selection) => selection ?? "ONLY");

/** Of a field or argument that {@link siteIdSchema} checks. */
export const OPTIONAL_SITE = { nullable: true, description: "May be left out by who has one site only." } as const;

export const siteIdSchema = z
  .string()
  .max(64, "siteId is too long.")
  .nullish()
  .transform((siteId) => siteId ?? null);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is looking for
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Text that names something: no control characters, no blank at either end, not empty. */
export function nameSchema(field: string, maxLength: number) {
  return z
    .string(`${field} must be text.`)
    .min(1, `${field} must not be empty.`)
    .max(maxLength, `${field} must have at most ${maxLength} characters.`)
    .refine((value) => !CONTROL_CHARACTERS.test(value), `${field} must not hold control characters.`)
    .refine((value) => value.trim() === value, `${field} must not begin or end with a blank.`)
    .refine((value) => value.isWellFormed(), `${field} must be well-formed Unicode.`);
}

export const externalIdSchema = nameSchema("externalId", 128);
