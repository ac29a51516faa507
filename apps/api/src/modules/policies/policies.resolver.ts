import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import type { Call } from "../access/index.js";
import { mapPage, toConnection } from "../paging/index.js";
import { OPTIONAL_SITE } from "../photos/index.js";
import { type Problem, parseInput, toClientError, toProblem } from "../problems/index.js";
import type { PoliciesService, PolicyView } from "./policies.service.js";
import {
  PreviewSitePolicyInput,
  previewSitePolicySchema,
  RevertSitePolicyInput,
  revertSitePolicySchema,
  SetSitePolicyInput,
  setSitePolicySchema,
  sitePoliciesSchema,
} from "./policy.input.js";
import {
  PolicyPreview,
  PreviewSitePolicyResult,
  RevertSitePolicyResult,
  SetSitePolicyResult,
  type SitePolicy,
  SitePolicyConnection,
  SitePolicySet,
} from "./policy.type.js";

@Resolver()
export class PoliciesResolver {
  constructor(private readonly policies: PoliciesService) {}

  @Query(() => SitePolicyConnection, { description: "What a site decides by and has decided by, newest first." })
  async sitePolicies(
    @Ctx() call: Call,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "1 to 100." }) first: number | null,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Arg("siteId", () => ID, OPTIONAL_SITE)
    siteId: string | null,
  ): Promise<SitePolicyConnection> {
    const input = parseInput(sitePoliciesSchema, { first, after, siteId });
    if (!input.ok) throw toClientError(input.failure);
    const page = await this.policies.list(call.caller, input.value.siteId, input.value);
    if (!page.ok) throw toClientError(page.failure);
    return toConnection(mapPage(page.value, toSitePolicy));
  }

  @Query(() => PreviewSitePolicyResult, {
    description: "How many of a site's newest attempts would have been decided otherwise, from their distances.",
  })
  async previewSitePolicy(
    @Ctx() call: Call,
    @Arg("input", () => PreviewSitePolicyInput) raw: PreviewSitePolicyInput,
  ): Promise<PolicyPreview | Problem> {
    const input = parseInput(previewSitePolicySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const preview = await this.policies.preview(input.value, call);
    return preview.ok ? Object.assign(new PolicyPreview(), preview.value) : toProblem(preview.failure);
  }

  @Mutation(() => SetSitePolicyResult, { description: "A new version of what a site decides by, in force at once." })
  async setSitePolicy(
    @Ctx() call: Call,
    @Arg("input", () => SetSitePolicyInput) raw: SetSitePolicyInput,
  ): Promise<SitePolicySet | Problem> {
    const input = parseInput(setSitePolicySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const policy = await this.policies.set(input.value, call);
    return policy.ok ? toSet(policy.value) : toProblem(policy.failure);
  }

  @Mutation(() => RevertSitePolicyResult, {
    description: "The settings of an earlier version again, as a new version.",
  })
  async revertSitePolicy(
    @Ctx() call: Call,
    @Arg("input", () => RevertSitePolicyInput) raw: RevertSitePolicyInput,
  ): Promise<SitePolicySet | Problem> {
    const input = parseInput(revertSitePolicySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const policy = await this.policies.revert(input.value, call);
    return policy.ok ? toSet(policy.value) : toProblem(policy.failure);
  }
}

function toSet(policy: PolicyView): SitePolicySet {
  return Object.assign(new SitePolicySet(), { policy: toSitePolicy(policy) });
}

function toSitePolicy({ rates, keepTemplateChips, keepProbeChips, ...policy }: PolicyView): SitePolicy {
  return {
    ...policy,
    ...(rates ?? { acceptRates: null, reviewRates: null, identifyRates: null }),
    ...{ keepTemplateFaces: keepTemplateChips, keepProbeFaces: keepProbeChips },
  };
}
