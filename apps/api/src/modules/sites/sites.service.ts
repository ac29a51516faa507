import type { Call, Caller } from "../access/caller.js";
import type { ModelRecord } from "../models/models.port.js";
import type { Page, PageRequest } from "../paging/page.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import type { SiteModelRecord, SiteRecord, SiteStore } from "./sites.port.js";

/** The one place that decides which site a call is about. A foreign site and one that does not exist look alike. */
export function siteOf(caller: Caller, siteId: string | null): Result<string> {
  const wanted = siteId ?? caller.defaultSiteId;
  if (wanted === null) return failed({ kind: "invalidInput", field: "siteId", reason: "Say which site is meant." });
  return caller.siteIds.has(wanted) ? succeeded(wanted) : failed({ kind: "siteNotFound" });
}

/** For what is shared by several sites: a change there is one in each of them. */
export function isWithin(caller: Caller, siteIds: readonly string[]): boolean {
  return siteIds.every((siteId) => caller.siteIds.has(siteId));
}

/** What a new site takes of a face, and what it keeps. */
export const DEFAULT_SETTINGS = { minQuality: 0, keepTemplateChips: true, keepProbeChips: false } as const;

export class SitesService {
  constructor(
    private readonly sites: SiteStore,
    private readonly models: readonly ModelRecord[],
  ) {}

  list(caller: Caller, page: PageRequest): Promise<Page<SiteRecord>> {
    return this.sites.list([...caller.siteIds], page);
  }

  async modelOf(siteId: string): Promise<SiteModelRecord> {
    const { version, thresholds } = await this.sites.activePolicy(siteId);
    const { modelId } = thresholds;
    return { modelId, version, peopleWithoutTemplate: await this.sites.countWithoutTemplate(siteId, modelId) };
  }

  counts(siteId: string): Promise<{ people: number; templates: number }> {
    return this.sites.counts(siteId);
  }

  /** A site of that name, which decides by the server's first model at the cuts that its reference curve starts one with. */
  create(name: string, call: Call): Promise<Result<SiteRecord>> {
    return guarded(async () => {
      const start = this.models.find((model) => model.start !== null)?.start;
      if (!start) return failed({ kind: "unmeasuredModel" });
      const policy = {
        ...start.thresholds,
        ...{ author: call.caller.name, reason: null, revertOf: null },
        ...DEFAULT_SETTINGS,
      };
      return succeeded(await this.sites.create(name, policy));
    });
  }

  rename(siteId: string, name: string, call: Call): Promise<Result<SiteRecord>> {
    return guarded(async () => {
      const site = siteOf(call.caller, siteId);
      if (!site.ok) return site;
      const renamed = await this.sites.rename(site.value, name);
      return renamed === null ? failed({ kind: "siteNotFound" }) : succeeded(renamed);
    });
  }

  /**
   * From now on the site decides by this model, at the cuts that its reference curve starts a site with. Those who have no
   * photo that it described are not recognised until one is added. Nothing changes where it decides by the model already.
   */
  setModel(command: { siteId: string | null; model: string }, call: Call): Promise<Result<SiteModelRecord>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      const siteId = site.value;
      const model = this.models.find(({ name, modelId }) => [name, modelId].includes(command.model));
      if (!model) return failed({ kind: "unknownModel" });
      const current = await this.sites.activePolicy(siteId);
      if (current.thresholds.modelId !== model.modelId) {
        if (model.start === null) return failed({ kind: "unmeasuredModel" });
        const author = call.caller.name;
        const { minQuality, keepTemplateChips, keepProbeChips, version } = current;
        const changed = await this.sites.activate(
          siteId,
          {
            ...model.start.thresholds,
            ...{ author, minQuality, keepTemplateChips, keepProbeChips },
            ...{ reason: "Another model", revertOf: null },
          },
          version,
        );
        if (changed.kind === "notFound") return failed({ kind: "siteNotFound" });
        if (changed.kind === "changed") return failed({ kind: "policyChanged" });
      }
      return succeeded(await this.modelOf(siteId));
    });
  }
}
