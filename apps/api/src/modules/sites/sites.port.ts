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
  /** Of the model that the site decides by. */
  thresholds: MatchThresholds;
}

/** What a site decides by. */
export interface SiteModelRecord {
  modelId: string;
  /** Of the policy. */
  version: number;
  /** People of the site whom it does not know: they have photos that other models described. */
  peopleWithoutTemplate: number;
}

/** Cuts with the error rates that they were chosen for, and where they come from. */
export interface NewPolicy extends MatchThresholds {
  acceptFmr: number;
  reviewFmr: number;
  identifyFmr: number;
  provenance: string;
  author: string;
}

export interface SiteStore {
  /** Only sites that the key may see: its own. */
  list(siteIds: readonly string[], page: PageRequest): Promise<Page<SiteRecord>>;
  /** @throws when the site has no active policy: recognition never decides without one. */
  activePolicy(siteId: string): Promise<ActivePolicy>;
  /** From now on the site decides by these. Null for an unknown site. */
  activate(siteId: string, policy: NewPolicy): Promise<ActivePolicy | null>;
  /** How many people of the site have no photo that the model described. */
  countWithoutTemplate(siteId: string, modelId: string): Promise<number>;
}
