import type { MatchThresholds } from "facenet-core";
import type { Page, PageRequest } from "../paging/page.js";

export interface SiteRecord {
  id: string;
  name: string;
  createdAt: Date;
}

/** The cuts that a site decides by, in one immutable version. */
export interface ActivePolicy {
  id: string;
  version: number;
  thresholds: MatchThresholds;
}

export interface SiteStore {
  /** Only sites that the key may see: its own. */
  list(siteIds: readonly string[], page: PageRequest): Promise<Page<SiteRecord>>;
  /** @throws when the site has no active policy: recognition never decides without one. */
  activePolicy(siteId: string): Promise<ActivePolicy>;
}
