import { GraphQLDateTimeISO } from "graphql-scalars";
import { Field, ID, ObjectType } from "type-graphql";
import { type ConnectionOf, PageInfo } from "../paging/index.js";

@ObjectType({ description: "A place or application that takes decisions." })
export class Site {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
}

@ObjectType()
export class SiteEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Site) node!: Site;
}

@ObjectType()
export class SiteConnection implements ConnectionOf<Site> {
  @Field(() => [Site]) nodes!: Site[];
  @Field(() => [SiteEdge]) edges!: SiteEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
