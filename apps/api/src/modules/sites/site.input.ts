import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { nameSchema, OPTIONAL_SITE, siteIdSchema } from "../photos/index.js";

@InputType()
export class SetSiteModelInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => String, { description: "Id or name of one of the server's models." }) model!: string;
}

export const setSiteModelSchema = z.object({
  siteId: siteIdSchema,
  model: z.string().min(1, "model must not be empty.").max(256, "model must have at most 256 characters."),
});

@InputType()
export class CreateSiteInput {
  @Field(() => String, { description: "1 to 128 characters." }) name!: string;
}

export const createSiteSchema = z.object({ name: nameSchema("name", 128) });

@InputType()
export class RenameSiteInput {
  @Field(() => ID) siteId!: string;
  @Field(() => String, { description: "1 to 128 characters." }) name!: string;
}

export const renameSiteSchema = z.object({
  siteId: z.string().max(64, "siteId is too long."),
  name: nameSchema("name", 128),
});
