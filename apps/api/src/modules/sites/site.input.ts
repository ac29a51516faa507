import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { siteIdSchema } from "../photos/index.js";

@InputType()
export class SetSiteModelInput {
  @Field(() => ID, { nullable: true, description: "The API key's site when left out." })
  siteId?: string | null;

  @Field(() => String, { description: "Id or name of one of the server's models." }) model!: string;
}

export const setSiteModelSchema = z.object({
  siteId: siteIdSchema,
  model: z.string().min(1, "model must not be empty.").max(256, "model must have at most 256 characters."),
});
