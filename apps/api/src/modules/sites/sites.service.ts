import type { Call, Caller } from "../access/caller.js";
import type { ModelRecord } from "../models/models.port.js";
import type { Page, PageRequest } from "../paging/page.js";
import { guarded } from "../problems/database-unavailable.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import type { SiteModelRecord, SiteRecord, SiteStore } from "./sites.port.js";

/** The one place that decides which site a call is about. A foreign site and one that does not exist look alike. */
export function siteOf(caller: Caller, siteId: string | null): Result<string> {
  if (siteId === null || siteId === caller.siteId) return succeeded(caller.siteId);
  return failed({ kind: "siteNotFound" });
}

export class SitesService {
  constructor(
    private readonly sites: SiteStore,
    private readonly models: readonly ModelRecord[],
  ) {}

  list(caller: Caller, page: PageRequest): Promise<Page<SiteRecord>> {
    return this.sites.list([caller.siteId], page);
  }

  async modelOf(siteId: string): Promise<SiteModelRecord> {
    const { version, thresholds } = await this.sites.activePolicy(siteId);
    const { modelId } = thresholds;
    return { modelId, version, peopleWithoutTemplate: await this.sites.countWithoutTemplate(siteId, modelId) };
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
        const author = `API key ${call.caller.apiKeyId}`;
        const changed = await this.sites.activate(siteId, { ...model.start.thresholds, author });
        if (changed === null) return failed({ kind: "siteNotFound" });
      }
      return succeeded(await this.modelOf(siteId));
    });
  }
}
