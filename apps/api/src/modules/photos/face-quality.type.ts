import { Field, Float, ObjectType } from "type-graphql";

@ObjectType()
export class FaceQuality {
  @Field(() => Float, { description: "0 (useless) to 100." }) score!: number;
  @Field(() => Float, { description: "Side of the face in pixels of the photo." }) sizePx!: number;
  @Field(() => Float) sharpness!: number;
  @Field(() => Float) exposure!: number;
  @Field(() => Float) yawDegrees!: number;
  @Field(() => Float) pitchDegrees!: number;
  @Field(() => Float) rollDegrees!: number;

  @Field(() => [String], { description: "TOO_SMALL, BLURRED, TOO_DARK, TOO_BRIGHT or EXTREME_POSE." })
  reasons!: readonly string[];
}
