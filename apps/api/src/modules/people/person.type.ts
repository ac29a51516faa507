import { GraphQLDateTimeISO } from "graphql-scalars";
import { Field, ID, ObjectType } from "type-graphql";
import { type ConnectionOf, PageInfo } from "../paging/index.js";
import { FaceQuality } from "../photos/index.js";

@ObjectType({ description: "A photo that a person was enrolled by. The file itself is not kept." })
export class Photo {
  @Field(() => ID) id!: string;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
  @Field(() => String, { description: "The network that the photo was embedded by." }) modelId!: string;
  @Field(() => FaceQuality) quality!: FaceQuality;
}

@ObjectType()
export class Person {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: "Your own name for the person; unique within the site." }) externalId!: string;
  @Field(() => String) displayName!: string;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
  @Field(() => [Photo], { description: "What the person is recognised by, oldest first." }) photos!: readonly Photo[];
}

@ObjectType()
export class PersonEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Person) node!: Person;
}

@ObjectType()
export class PersonConnection implements ConnectionOf<Person> {
  @Field(() => [Person]) nodes!: Person[];
  @Field(() => [PersonEdge]) edges!: PersonEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
