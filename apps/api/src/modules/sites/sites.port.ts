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
  /** Lowest quality score of a face that is compared or enrolled, 0 to 100. */
  minQuality: number;
  /** Whether aligned faces are kept for people to look at. */
  keepTemplateChips: boolean;
  keepProbeChips: boolean;
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
  minQuality: number;
  keepTemplateChips: boolean;
  keepProbeChips: boolean;
  /** Null for versions that nobody gave a reason for. */
  reason: string | null;
  /** The version whose settings these are. */
  revertOf: number | null;
}

/** One version of a site's policy. */
export interface PolicyRecord extends NewPolicy {
  id: string;
  siteId: string;
  version: number;
  createdAt: Date;
}

export type ActivateOutcome = { kind: "activated"; policy: PolicyRecord } | { kind: "changed" } | { kind: "notFound" };

export interface SiteStore {
  /** Only sites that the key may see: its own. */
  list(siteIds: readonly string[], page: PageRequest): Promise<Page<SiteRecord>>;
  /** @throws when the site has no active policy: recognition never decides without one. */
  activePolicy(siteId: string): Promise<ActivePolicy>;
  /** Newest first. */
  policies(siteId: string, page: PageRequest): Promise<Page<PolicyRecord>>;
  policy(siteId: string, version: number): Promise<PolicyRecord | null>;
  /** From now on the site decides by these. "changed" when the newest version is not the expected one. */
  activate(siteId: string, policy: NewPolicy, expectedVersion: number): Promise<ActivateOutcome>;
  /** A site that decides by these from its beginning. */
  create(name: string, policy: NewPolicy): Promise<SiteRecord>;
  /** Null for an unknown site. */
  rename(siteId: string, name: string): Promise<SiteRecord | null>;
  counts(siteId: string): Promise<{ people: number; templates: number }>;
  /** How many people of the site have no photo that the model described. */
  countWithoutTemplate(siteId: string, modelId: string): Promise<number>;
}
