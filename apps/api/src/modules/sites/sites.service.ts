import type { Caller } from "../access/caller.js";
import type { Page, PageRequest } from "../paging/page.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import type { SiteRecord, SiteStore } from "./sites.port.js";

/** The one place that decides which site a call is about. A foreign site and one that does not exist look alike. */
export function siteOf(caller: Caller, siteId: string | null): Result<string> {
  if (siteId === null || siteId === caller.siteId) return succeeded(caller.siteId);
  return failed({ kind: "siteNotFound" });
}

export class SitesService {
  constructor(private readonly sites: SiteStore) {}

  list(caller: Caller, page: PageRequest): Promise<Page<SiteRecord>> {
    return this.sites.list([caller.siteId], page);
  }
}
