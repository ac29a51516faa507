import { Field, InputType } from "type-graphql";
import { z } from "zod";
import { ImageInput, imageSchema, THOROUGH_DESCRIPTION, thoroughSchema } from "../photos/index.js";

@InputType()
export class DetectFacesInput {
  @Field(() => ImageInput, { description: "An upload is not used up." }) photo!: ImageInput;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: THOROUGH_DESCRIPTION })
  thorough?: boolean | null;
}

export const detectFacesSchema = z.object({ photo: imageSchema, thorough: thoroughSchema });
