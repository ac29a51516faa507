import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { z } from "zod";
import { type Call, RequiresScope } from "../access/index.js";
import { pageShape, toConnection } from "../paging/index.js";
import { parseInput, toClientError } from "../problems/index.js";
import { SiteConnection } from "./site.type.js";
import type { SitesService } from "./sites.service.js";

const sitesSchema = z.object(pageShape);

@Resolver()
export class SitesResolver {
  constructor(private readonly sites: SitesService) {}

  @RequiresScope("enroll", "verify", "identify", "manage")
  @Query(() => SiteConnection, { name: "sites", description: "The sites that the API key may use." })
  async list(
    @Ctx() call: Call,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<SiteConnection> {
    const input = parseInput(sitesSchema, { first, after });
    if (!input.ok) throw toClientError(input.failure);
    return toConnection(await this.sites.list(call.caller, input.value));
  }
}
