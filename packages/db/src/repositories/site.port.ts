import type { Optional, Page, PageRequest } from "./page.js";

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
  /** Lowest quality score, 0 (any) to 100, of a face that is compared or enrolled; 0 when left out. */
  readonly minQuality?: number;
  /** Whether aligned faces are kept, of templates (true when left out) and of probes (false when left out). */
  readonly keepTemplateChips?: boolean;
  readonly keepProbeChips?: boolean;
  readonly reason?: Optional<string>;
  /** The version whose settings these are. */
  readonly revertOf?: Optional<number>;
}

export interface PolicyRecord extends Required<NewPolicy> {
  readonly reason: string | null;
  readonly revertOf: number | null;
  readonly id: string;
  readonly siteId: string;
  readonly version: number;
  readonly createdAt: Date;
}

export interface SiteCounts {
  readonly people: number;
  readonly templates: number;
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
  /** Null for an unknown site. */
  rename(siteId: string, name: string): Promise<SiteRecord | null>;
  counts(siteId: string): Promise<SiteCounts>;
  /** How many of the site's people have no template of the model. */
  countWithoutTemplate(siteId: string, modelId: string): Promise<number>;
}

export type ActivateOutcome =
  | { readonly kind: "activated"; readonly policy: PolicyRecord }
  | { readonly kind: "changed" }
  | { readonly kind: "notFound" };

export interface PolicyRepository {
  active(siteId: string): Promise<PolicyRecord | null>;
  /** Newest first. */
  list(siteId: string, request: PageRequest): Promise<Page<PolicyRecord>>;
  version(siteId: string, version: number): Promise<PolicyRecord | null>;
  /**
   * Makes the cuts the site's next version and lets it decide by them from now on. "changed" when `expectedVersion` is
   * given and the newest is another.
   */
  activate(siteId: string, policy: NewPolicy, expectedVersion?: Optional<number>): Promise<ActivateOutcome>;
}
