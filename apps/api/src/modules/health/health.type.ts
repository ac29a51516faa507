import { GraphQLDateTimeISO } from "graphql-scalars";
import { Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType()
export class DatabaseHealth {
  @Field(() => Float, { description: "How long it took to answer." }) latencyMs!: number;
  @Field(() => String) version!: string;
  @Field(() => Float, { description: "Bytes; a whole number." }) sizeBytes!: number;
}

@ObjectType()
export class EngineHealth {
  @Field(() => String) runtime!: string;
  @Field(() => Int) threads!: number;
  @Field(() => Int, { description: "Photos that wait for a thread." }) waiting!: number;
  @Field(() => Int, { description: "Photos that are being looked at." }) running!: number;
  @Field(() => [String]) modelIds!: readonly string[];
}

@ObjectType({ description: "How the server that answers is doing." })
export class SystemHealth {
  @Field(() => String) version!: string;
  @Field(() => GraphQLDateTimeISO) startedAt!: Date;
  @Field(() => Float, { description: "Memory of the process in bytes; a whole number." }) residentBytes!: number;
  @Field(() => EngineHealth) engine!: EngineHealth;
  @Field(() => DatabaseHealth) database!: DatabaseHealth;
}
