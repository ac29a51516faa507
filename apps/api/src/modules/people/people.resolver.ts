import { Arg, Ctx, ID, Int, Query, Resolver } from "type-graphql";
import { z } from "zod";
import { type Call, RequiresScope } from "../access/index.js";
import { pageShape, toConnection } from "../paging/index.js";
import { externalIdSchema, siteIdSchema } from "../photos/index.js";
import { parseInput, toClientError } from "../problems/index.js";
import type { PeopleService } from "./people.service.js";
import { Person, PersonConnection } from "./person.type.js";

const peopleSchema = z.object({
  ...pageShape,
  siteId: siteIdSchema,
  search: z
    .string()
    .max(128, "search must have at most 128 characters.")
    .nullish()
    .transform((search) => search?.trim() || null),
});
const personSchema = z.object({ externalId: externalIdSchema, siteId: siteIdSchema });

@Resolver()
export class PeopleResolver {
  constructor(private readonly people: PeopleService) {}

  @RequiresScope("manage")
  @Query(() => PersonConnection, {
    name: "people",
    description: "The people of a site, in order of their external ids.",
  })
  async list(
    @Ctx() call: Call,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "1 to 100." }) first: number | null,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Arg("siteId", () => ID, { nullable: true, description: "The API key's site when left out." })
    siteId: string | null,
    @Arg("search", () => String, { nullable: true, description: "Part of an external id or display name." })
    search: string | null,
  ): Promise<PersonConnection> {
    const input = parseInput(peopleSchema, { first, after, siteId, search });
    if (!input.ok) throw toClientError(input.failure);
    const page = await this.people.list(call.caller, input.value);
    if (!page.ok) throw toClientError(page.failure);
    return toConnection(page.value);
  }

  @RequiresScope("manage")
  @Query(() => Person, { name: "person", nullable: true, description: "Null when nobody has this external id." })
  async find(
    @Ctx() call: Call,
    @Arg("externalId", () => String) externalId: string,
    @Arg("siteId", () => ID, { nullable: true, description: "The API key's site when left out." })
    siteId: string | null,
  ): Promise<Person | null> {
    const input = parseInput(personSchema, { externalId, siteId });
    if (!input.ok) throw toClientError(input.failure);
    const person = await this.people.find(call.caller, input.value.externalId, input.value.siteId);
    if (!person.ok) throw toClientError(person.failure);
    return person.value;
  }
}
