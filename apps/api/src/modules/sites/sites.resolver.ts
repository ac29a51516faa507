import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { z } from "zod";
import type { Call } from "../access/index.js";
import { pageShape, toConnection } from "../paging/index.js";
import { type Problem, parseInput, toClientError, toProblem } from "../problems/index.js";
import {
  CreateSiteInput,
  createSiteSchema,
  RenameSiteInput,
  renameSiteSchema,
  SetSiteModelInput,
  setSiteModelSchema,
} from "./site.input.js";
import {
  CreateSiteResult,
  RenameSiteResult,
  SetSiteModelResult,
  Site,
  SiteConnection,
  SiteCounts,
  SiteModel,
  SiteModelSet,
  SiteSaved,
} from "./site.type.js";
import type { SitesService } from "./sites.service.js";

const sitesSchema = z.object(pageShape);

@Resolver(() => Site)
export class SitesResolver {
  constructor(private readonly sites: SitesService) {}
  @Query(() => SiteConnection, { name: "sites", description: "The sites that the caller may use." })
  async list(
    @Ctx() call: Call,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ): Promise<SiteConnection> {
    const input = parseInput(sitesSchema, { first, after });
    if (!input.ok) throw toClientError(input.failure);
    return toConnection(await this.sites.list(call.caller, input.value));
  }

  @FieldResolver(() => SiteModel, { description: "The model by which the site decides." })
  model(@Root() { id }: Site): Promise<SiteModel> {
    return this.sites.modelOf(id);
  }
  @FieldResolver(() => SiteCounts)
  counts(@Root() { id }: Site): Promise<SiteCounts> {
    return this.sites.counts(id);
  }

  @Mutation(() => CreateSiteResult, {
    description:
      "A new site, with the server's first model at the distances that its reference curve starts a site with.",
  })
  async createSite(
    @Ctx() call: Call,
    @Arg("input", () => CreateSiteInput) raw: CreateSiteInput,
  ): Promise<SiteSaved | Problem> {
    const input = parseInput(createSiteSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const site = await this.sites.create(input.value.name, call);
    return site.ok ? Object.assign(new SiteSaved(), { site: site.value }) : toProblem(site.failure);
  }

  @Mutation(() => RenameSiteResult)
  async renameSite(
    @Ctx() call: Call,
    @Arg("input", () => RenameSiteInput) raw: RenameSiteInput,
  ): Promise<SiteSaved | Problem> {
    const input = parseInput(renameSiteSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const site = await this.sites.rename(input.value.siteId, input.value.name, call);
    return site.ok ? Object.assign(new SiteSaved(), { site: site.value }) : toProblem(site.failure);
  }

  @Mutation(() => SetSiteModelResult, {
    description:
      "Lets the site decide by another model, at the distances that the model's reference curve starts a site with.",
  })
  async setSiteModel(
    @Ctx() call: Call,
    @Arg("input", () => SetSiteModelInput) raw: SetSiteModelInput,
  ): Promise<SiteModelSet | Problem> {
    const input = parseInput(setSiteModelSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.sites.setModel(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    return Object.assign(new SiteModelSet(), { model: result.value });
  }
}
