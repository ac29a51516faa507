import type { Optional } from "./page.js";

export interface SiteRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly activePolicyId: string | null;
}

/** The cuts of a policy. Distances are those of `modelId`; an FMR is the false match rate that a cut was chosen for. */
export interface NewPolicy {
  readonly modelId: string;
  readonly acceptDistance: number;
  readonly reviewDistance: number;
  readonly identifyDistance: number;
  readonly ambiguityMargin: number;
  readonly acceptFmr: number;
  readonly reviewFmr: number;
  readonly identifyFmr: number;
  /** Where the cuts come from, for people to read. */
  readonly provenance: string;
  readonly author: string;
}

export interface PolicyRecord extends NewPolicy {
  readonly id: string;
  readonly siteId: string;
  readonly version: number;
  readonly createdAt: Date;
}

export interface SiteRepository {
  /** Oldest first; only those of `ids` when given. */
  list(filter?: { readonly ids?: Optional<readonly string[]> }): Promise<SiteRecord[]>;
  get(siteId: string): Promise<SiteRecord | null>;
  /** A site with version 1 of its policy, active. */
  createWithPolicy(input: {
    readonly name: string;
    readonly policy: NewPolicy;
  }): Promise<{ site: SiteRecord; policy: PolicyRecord }>;
  /** How many of the site's people have no template of the model. */
  countWithoutTemplate(siteId: string, modelId: string): Promise<number>;
}

export interface PolicyRepository {
  active(siteId: string): Promise<PolicyRecord | null>;
  /** Makes the cuts the site's next version and lets it decide by them from now on. Null for an unknown site. */
  activate(siteId: string, policy: NewPolicy): Promise<PolicyRecord | null>;
}
