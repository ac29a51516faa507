import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { pageShape } from "../paging/index.js";
import { externalIdSchema, nameSchema, OPTIONAL_SITE, siteIdSchema } from "../photos/index.js";
import { PeopleOrderField, PersonState, RecordedConsent } from "./person.type.js";

const MOST_TAGS = 20;
const tagSchema = nameSchema("tag", 64);
const tagsSchema = z
  .array(tagSchema)
  .max(MOST_TAGS, `At most ${MOST_TAGS} tags at a time.`)
  .nullish()
  .transform((tags) => tags ?? []);
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

export const peopleSchema = z.object({
  ...pageShape,
  siteId: siteIdSchema,
  search: z
    .string()
    .max(128, "search must have at most 128 characters.")
    .nullish()
    .transform((search) => search?.trim() || null),
  state: optional(z.enum(PersonState)),
  tag: optional(tagSchema),
  consent: optional(z.enum(RecordedConsent)),
  orderBy: z
    .enum(PeopleOrderField)
    .nullish()
    .transform((by) => by ?? "EXTERNAL_ID"),
  descending: z
    .boolean()
    .nullish()
    .transform((descending) => descending ?? false),
});

export const personSchema = z.object({ externalId: externalIdSchema, siteId: siteIdSchema });

@InputType({ description: "What is left out stays as it is." })
export class UpdatePersonInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => String) externalId!: string;
  @Field(() => String, { nullable: true }) displayName?: string | null;

  @Field(() => PersonState, { nullable: true, description: "SUSPENDED: known, but not recognised until ACTIVE again." })
  state?: PersonState | null;

  @Field(() => [String], { nullable: true, description: "At most 20, of 1 to 64 characters." })
  addTags?: string[] | null;

  @Field(() => [String], { nullable: true }) removeTags?: string[] | null;
}

export const updatePersonSchema = z.object({
  siteId: siteIdSchema,
  externalId: externalIdSchema,
  displayName: optional(nameSchema("displayName", 200)),
  state: optional(z.enum(PersonState)),
  addTags: tagsSchema,
  removeTags: tagsSchema,
});

@InputType()
export class AddMembershipInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => String) externalId!: string;
  @Field(() => ID, { description: "The site that is to know the person too." }) toSiteId!: string;

  @Field(() => String, { nullable: true, description: "What they are called there; the same when left out." })
  toExternalId?: string | null;
}

export const addMembershipSchema = z.object({
  siteId: siteIdSchema,
  externalId: externalIdSchema,
  toSiteId: z.string().max(64, "toSiteId is too long."),
  toExternalId: optional(nameSchema("toExternalId", 128)),
});

@InputType()
export class RemoveMembershipInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => String) externalId!: string;
}

@InputType()
export class MergePeopleInput {
  @Field(() => ID, OPTIONAL_SITE)
  siteId?: string | null;

  @Field(() => String, { description: "Who stays." }) externalId!: string;
  @Field(() => String, { description: "Who becomes a part of them, and is no more." }) otherExternalId!: string;
}

export const mergePeopleSchema = z.object({
  siteId: siteIdSchema,
  externalId: externalIdSchema,
  otherExternalId: nameSchema("otherExternalId", 128),
});
