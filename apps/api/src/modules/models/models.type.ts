import { Field, Float, ID, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "What a distance meant on a public benchmark." })
export class ReferencePoint {
  @Field(() => Float, { description: "False match rate, 0 to 1." }) fmr!: number;
  @Field(() => Float, { description: "Euclidean distance, 0 to 2." }) distance!: number;
  @Field(() => Float, { description: "False non-match rate there, 0 to 1." }) fnmr!: number;
  @Field(() => Float, { description: "Lower end of its 95 % interval, by resampling people." }) low!: number;
  @Field(() => Float, { description: "Upper end of its 95 % interval." }) high!: number;
}

@ObjectType()
export class ReferenceCurve {
  @Field(() => String) benchmark!: string;
  @Field(() => String) protocol!: string;
  @Field(() => Int) people!: number;
  @Field(() => Int) images!: number;
  @Field(() => Float, { description: "A whole number." }) impostorPairs!: number;
  @Field(() => Int) genuinePairs!: number;
  @Field(() => [ReferencePoint], { description: "From the loosest distance to the strictest." })
  points!: readonly ReferencePoint[];
}

@ObjectType({ description: "A model that this server has loaded. Embeddings of two models cannot be compared." })
export class Model {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: "A profile (fast, standard, accurate), or a model of the operator's own." })
  name!: string;
  @Field(() => Int, { description: "Numbers of an embedding." }) dimension!: number;

  @Field(() => ReferenceCurve, {
    nullable: true,
    description: "Null for a model that was never measured: no site can decide by it.",
  })
  referenceCurve!: ReferenceCurve | null;
}
