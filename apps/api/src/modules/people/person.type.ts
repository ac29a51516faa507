import { GraphQLDateTimeISO } from "graphql-scalars";
import { createUnionType, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { type ConnectionOf, PageInfo } from "../paging/index.js";
import { FaceQuality } from "../photos/index.js";
import { AlsoInOtherSites, DuplicateExternalId, LastSite, PersonNotFound, SITE_PROBLEMS } from "../problems/index.js";

export const PersonState = { ACTIVE: "ACTIVE", SUSPENDED: "SUSPENDED" } as const;
export type PersonState = keyof typeof PersonState;
registerEnumType(PersonState, {
  name: "PersonState",
  valuesConfig: { SUSPENDED: { description: "Known, but not recognised." } },
});

export const RecordedConsent = { VALID: "VALID", EXPIRED: "EXPIRED", NONE: "NONE" } as const;
export type RecordedConsent = keyof typeof RecordedConsent;
registerEnumType(RecordedConsent, {
  name: "RecordedConsent",
  valuesConfig: { VALID: { description: "On record, and not expired." } },
});

export const PeopleOrderField = {
  EXTERNAL_ID: "EXTERNAL_ID",
  DISPLAY_NAME: "DISPLAY_NAME",
  CREATED_AT: "CREATED_AT",
} as const;
export type PeopleOrderField = keyof typeof PeopleOrderField;
registerEnumType(PeopleOrderField, { name: "PeopleOrderField" });

@ObjectType({ description: "A photo that a person was enrolled by. The file itself is not kept." })
export class Photo {
  @Field(() => ID) id!: string;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
  @Field(() => String, { description: "The network that the photo was embedded by." }) modelId!: string;
  @Field(() => FaceQuality) quality!: FaceQuality;
}

@ObjectType({ description: "On what grounds the person's face may be used; the newest on record." })
export class Consent {
  @Field(() => String) basis!: string;
  @Field(() => String) textVersion!: string;
  @Field(() => GraphQLDateTimeISO) obtainedAt!: Date;
  @Field(() => GraphQLDateTimeISO, { nullable: true }) expiresAt!: Date | null;
}

@ObjectType({ description: "A site that knows a person." })
export class Membership {
  @Field(() => ID) siteId!: string;
  @Field(() => String, { description: "What the person is called there; unique within the site." }) externalId!: string;
}

@ObjectType()
export class Person {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: "Your own name for the person; unique within the site." }) externalId!: string;
  @Field(() => String) displayName!: string;
  @Field(() => PersonState) state!: PersonState;
  @Field(() => [String]) tags!: readonly string[];
  @Field(() => Consent, { nullable: true }) consent!: Consent | null;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
  @Field(() => GraphQLDateTimeISO) updatedAt!: Date;
  @Field(() => [Photo], { description: "What the person is recognised by, oldest first." }) photos!: readonly Photo[];
  memberships!: readonly Membership[];
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

  /** Asked only where the answer is wanted. */
  count!: () => Promise<number>;
}

@ObjectType()
export class PersonUpdated {
  @Field(() => Person) person!: Person;
}

export const UpdatePersonResult = createUnionType({
  name: "UpdatePersonResult",
  types: () => [PersonUpdated, PersonNotFound, AlsoInOtherSites, ...SITE_PROBLEMS] as const,
});

@ObjectType()
export class PeopleMerged {
  @Field(() => Person) person!: Person;
}

export const MergePeopleResult = createUnionType({
  name: "MergePeopleResult",
  types: () => [PeopleMerged, PersonNotFound, AlsoInOtherSites, ...SITE_PROBLEMS] as const,
});

@ObjectType()
export class MembershipAdded {
  @Field(() => Person) person!: Person;
}

export const AddMembershipResult = createUnionType({
  name: "AddMembershipResult",
  types: () => [MembershipAdded, PersonNotFound, DuplicateExternalId, ...SITE_PROBLEMS] as const,
});

@ObjectType()
export class MembershipRemoved {
  @Field(() => String) externalId!: string;
}

export const RemoveMembershipResult = createUnionType({
  name: "RemoveMembershipResult",
  types: () => [MembershipRemoved, PersonNotFound, LastSite, ...SITE_PROBLEMS] as const,
});
