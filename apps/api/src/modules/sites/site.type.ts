import { GraphQLDateTimeISO } from "graphql-scalars";
import { createUnionType, Field, ID, Int, ObjectType } from "type-graphql";
import { type ConnectionOf, PageInfo } from "../paging/index.js";
import {
  DatabaseUnavailable,
  InvalidInput,
  PolicyChanged,
  SITE_PROBLEMS,
  UnknownModel,
  UnmeasuredModel,
} from "../problems/index.js";

@ObjectType({ description: "A place or application that takes decisions." })
export class Site {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
}

@ObjectType({ description: "What a site decides by." })
export class SiteModel {
  @Field(() => ID) modelId!: string;
  @Field(() => Int, { description: "Of the site's policy: every change makes a new one." }) version!: number;

  @Field(() => Int, {
    description:
      "People whom the model does not know, because their photos were described by others. Add a photo of each.",
  })
  peopleWithoutTemplate!: number;
}

@ObjectType()
export class SiteModelSet {
  @Field(() => SiteModel) model!: SiteModel;
}

export const SetSiteModelResult = createUnionType({
  name: "SetSiteModelResult",
  types: () => [SiteModelSet, UnknownModel, UnmeasuredModel, PolicyChanged, ...SITE_PROBLEMS] as const,
});

@ObjectType({ description: "What a site recognises people by." })
export class SiteCounts {
  @Field(() => Int) people!: number;
  @Field(() => Int, { description: "Of all models together." }) templates!: number;
}

@ObjectType()
export class SiteSaved {
  @Field(() => Site) site!: Site;
}

export const CreateSiteResult = createUnionType({
  name: "CreateSiteResult",
  types: () => [SiteSaved, InvalidInput, UnmeasuredModel, DatabaseUnavailable] as const,
});

export const RenameSiteResult = createUnionType({
  name: "RenameSiteResult",
  types: () => [SiteSaved, ...SITE_PROBLEMS] as const,
});

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
