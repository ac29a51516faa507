import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Call } from "../access/index.js";
import { toConnection } from "../paging/index.js";
import { OPTIONAL_SITE } from "../photos/index.js";
import { type Problem, parseInput, toClientError, toProblem } from "../problems/index.js";
import type { PeopleService } from "./people.service.js";
import {
  AddMembershipInput,
  addMembershipSchema,
  MergePeopleInput,
  mergePeopleSchema,
  peopleSchema,
  personSchema,
  RemoveMembershipInput,
  UpdatePersonInput,
  updatePersonSchema,
} from "./person.input.js";
import {
  AddMembershipResult,
  MembershipAdded,
  MembershipRemoved,
  MergePeopleResult,
  PeopleMerged,
  PeopleOrderField,
  Person,
  PersonConnection,
  PersonState,
  PersonUpdated,
  RecordedConsent,
  RemoveMembershipResult,
  UpdatePersonResult,
} from "./person.type.js";

@ArgsType()
class PeopleArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: "1 to 100." }) first!: number | null;
  @Field(() => String, { nullable: true }) after!: string | null;

  @Field(() => ID, OPTIONAL_SITE)
  siteId!: string | null;

  @Field(() => String, { nullable: true, description: "Part of an external id or display name." })
  search!: string | null;

  @Field(() => PersonState, { nullable: true }) state!: PersonState | null;
  @Field(() => String, { nullable: true }) tag!: string | null;
  @Field(() => RecordedConsent, { nullable: true }) consent!: RecordedConsent | null;

  @Field(() => PeopleOrderField, { nullable: true, defaultValue: PeopleOrderField.EXTERNAL_ID })
  orderBy!: PeopleOrderField | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false }) descending!: boolean | null;
}

@Resolver(() => PersonConnection)
export class PeopleResolver {
  constructor(private readonly people: PeopleService) {}

  @Query(() => PersonConnection, { name: "people", description: "The people of a site." })
  async list(@Ctx() call: Call, @Args(() => PeopleArgs) args: PeopleArgs): Promise<PersonConnection> {
    const input = parseInput(peopleSchema, { ...args });
    if (!input.ok) throw toClientError(input.failure);
    const { siteId, search, state, tag, consent, orderBy, descending, first, after } = input.value;
    const page = await this.people.list(
      call.caller,
      siteId,
      { search, state, tag, consent },
      { by: orderBy, descending },
      { first, after },
    );
    if (!page.ok) throw toClientError(page.failure);
    return { ...toConnection(page.value), count: page.value.count };
  }

  @FieldResolver(() => Int, { description: "On all pages together." })
  totalCount(@Root() page: PersonConnection): Promise<number> {
    return page.count();
  }

  @Query(() => Person, { name: "person", nullable: true, description: "Null when nobody has this external id." })
  async find(
    @Ctx() call: Call,
    @Arg("externalId", () => String) externalId: string,
    @Arg("siteId", () => ID, OPTIONAL_SITE)
    siteId: string | null,
  ): Promise<Person | null> {
    const input = parseInput(personSchema, { externalId, siteId });
    if (!input.ok) throw toClientError(input.failure);
    const person = await this.people.find(call.caller, input.value.externalId, input.value.siteId);
    if (!person.ok) throw toClientError(person.failure);
    return person.value;
  }

  @Query(() => [String], { name: "tags", description: "The tags that people of a site have, by name; at most 500." })
  async tags(
    @Ctx() call: Call,
    @Arg("siteId", () => ID, OPTIONAL_SITE)
    siteId: string | null,
  ): Promise<readonly string[]> {
    const input = parseInput(personSchema.pick({ siteId: true }), { siteId });
    if (!input.ok) throw toClientError(input.failure);
    const tags = await this.people.tags(call.caller, input.value.siteId);
    if (!tags.ok) throw toClientError(tags.failure);
    return tags.value;
  }

  @Mutation(() => UpdatePersonResult, { description: "Renames, tags, suspends or reactivates a person." })
  async updatePerson(
    @Ctx() call: Call,
    @Arg("input", () => UpdatePersonInput) raw: UpdatePersonInput,
  ): Promise<PersonUpdated | Problem> {
    const input = parseInput(updatePersonSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const person = await this.people.update(input.value, call);
    return person.ok ? Object.assign(new PersonUpdated(), { person: person.value }) : toProblem(person.failure);
  }

  @Mutation(() => MergePeopleResult, {
    description:
      "Makes two people one who is recognised by the photos of both. The second external id is free afterwards. Cannot be undone.",
  })
  async mergePeople(
    @Ctx() call: Call,
    @Arg("input", () => MergePeopleInput) raw: MergePeopleInput,
  ): Promise<PeopleMerged | Problem> {
    const input = parseInput(mergePeopleSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const person = await this.people.merge(input.value, call);
    return person.ok ? Object.assign(new PeopleMerged(), { person: person.value }) : toProblem(person.failure);
  }

  @Mutation(() => AddMembershipResult, {
    description: "Lets another site know a person too, by the photos that they were enrolled by.",
  })
  async addMembership(
    @Ctx() call: Call,
    @Arg("input", () => AddMembershipInput) raw: AddMembershipInput,
  ): Promise<MembershipAdded | Problem> {
    const input = parseInput(addMembershipSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const person = await this.people.addMembership(input.value, call);
    return person.ok ? Object.assign(new MembershipAdded(), { person: person.value }) : toProblem(person.failure);
  }

  @Mutation(() => RemoveMembershipResult, {
    description: "One site forgets a person, in its attempts too. Their other sites do not. Cannot be undone.",
  })
  async removeMembership(
    @Ctx() call: Call,
    @Arg("input", () => RemoveMembershipInput) raw: RemoveMembershipInput,
  ): Promise<MembershipRemoved | Problem> {
    const input = parseInput(personSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const removed = await this.people.removeMembership(input.value, call);
    return removed.ok ? Object.assign(new MembershipRemoved(), removed.value) : toProblem(removed.failure);
  }
}
