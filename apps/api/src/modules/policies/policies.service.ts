import { type ErrorRates, errorRatesAt, type ReferenceCurve } from "facenet-core";
import type { Call, Caller } from "../access/caller.js";
import type { AttemptStore } from "../attempts/attempts.port.js";
import type { ModelRecord } from "../models/models.port.js";
import { mapPage, type Page, type PageRequest } from "../paging/page.js";
import { assertNever, failed, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import type { ActivateOutcome, PolicyRecord, SiteStore } from "../sites/sites.port.js";
import { siteOf } from "../sites/sites.service.js";
import { type Cuts, type DecisionChange, replay } from "./replay.js";

export interface PolicySettings extends Cuts {
  keepTemplateFaces: boolean;
  keepProbeFaces: boolean;
}

export interface CutRates {
  acceptRates: ErrorRates;
  reviewRates: ErrorRates;
  identifyRates: ErrorRates;
}

export type PolicyView = PolicyRecord & { isActive: boolean; rates: CutRates | null };

export interface PolicyPreview extends CutRates {
  attempts: number;
  changed: number;
  changes: readonly DecisionChange[];
}

/** What sites decide by, version by version. */
export class PoliciesService {
  constructor(private readonly parts: { sites: SiteStore; attempts: AttemptStore; models: readonly ModelRecord[] }) {}

  async list(caller: Caller, siteId: string | null, page: PageRequest): Promise<Result<Page<PolicyView>>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    const active = await this.parts.sites.activePolicy(site.value);
    const policies = await this.parts.sites.policies(site.value, page);
    return succeeded(mapPage(policies, (policy) => this.view(policy, active.version)));
  }

  set(
    command: PolicySettings & { siteId: string | null; expectedVersion: number; reason: string },
    { caller }: Call,
  ): Promise<Result<PolicyView>> {
    return guarded(async () => {
      const site = siteOf(caller, command.siteId);
      if (!site.ok) return site;
      const { modelId } = (await this.parts.sites.activePolicy(site.value)).thresholds;
      const curve = this.curveOf(modelId);
      if (curve === undefined) return failed({ kind: "policyNotFound" });
      const { acceptDistance, reviewDistance, identifyDistance, ambiguityMargin, minQuality } = command;
      const { acceptRates, reviewRates, identifyRates } = ratesOf(curve, command);
      const { expectedVersion, reason } = command;
      return this.activated(
        await this.parts.sites.activate(
          site.value,
          {
            ...{ modelId, acceptDistance, reviewDistance, identifyDistance, ambiguityMargin, minQuality },
            ...{ acceptFmr: acceptRates.fmr, reviewFmr: reviewRates.fmr, identifyFmr: identifyRates.fmr },
            ...{ keepTemplateChips: command.keepTemplateFaces, keepProbeChips: command.keepProbeFaces },
            provenance: `set by hand; rates read off the reference curve: ${curve.benchmark}`,
            ...{ author: caller.name, reason, revertOf: null },
          },
          expectedVersion,
        ),
      );
    });
  }

  revert(
    command: { siteId: string | null; version: number; expectedVersion: number; reason: string },
    { caller }: Call,
  ): Promise<Result<PolicyView>> {
    return guarded(async () => {
      const site = siteOf(caller, command.siteId);
      if (!site.ok) return site;
      const { version, expectedVersion, reason } = command;
      const earlier = await this.parts.sites.policy(site.value, version);
      // A site that decided by a model which is not loaded could decide nothing.
      if (earlier === null || this.curveOf(earlier.modelId) === undefined) return failed({ kind: "policyNotFound" });
      const { id, siteId, createdAt, version: _version, ...settings } = earlier;
      const policy = { ...settings, author: caller.name, reason, revertOf: version };
      return this.activated(await this.parts.sites.activate(site.value, policy, expectedVersion));
    });
  }

  preview(
    command: PolicySettings & { siteId: string | null; attempts: number },
    { caller }: Call,
  ): Promise<Result<PolicyPreview>> {
    return guarded(async () => {
      const site = siteOf(caller, command.siteId);
      if (!site.ok) return site;
      const { modelId } = (await this.parts.sites.activePolicy(site.value)).thresholds;
      const curve = this.curveOf(modelId);
      if (curve === undefined) return failed({ kind: "policyNotFound" });
      const attempts = await this.parts.attempts.decided(site.value, modelId, command.attempts);
      return succeeded({ attempts: attempts.length, ...replay(attempts, command), ...ratesOf(curve, command) });
    });
  }

  private activated(outcome: ActivateOutcome): Result<PolicyView> {
    switch (outcome.kind) {
      case "activated":
        return succeeded(this.view(outcome.policy, outcome.policy.version));
      case "changed":
        return failed({ kind: "policyChanged" });
      case "notFound":
        return failed({ kind: "siteNotFound" });
      default:
        return assertNever(outcome);
    }
  }

  private view(policy: PolicyRecord, activeVersion: number): PolicyView {
    const curve = this.curveOf(policy.modelId);
    return {
      ...policy,
      isActive: policy.version === activeVersion,
      rates: curve === undefined ? null : ratesOf(curve, policy),
    };
  }

  private curveOf(modelId: string): ReferenceCurve | undefined {
    return this.parts.models.find((model) => model.modelId === modelId)?.start?.curve;
  }
}

function ratesOf(
  curve: ReferenceCurve,
  cuts: Pick<Cuts, "acceptDistance" | "reviewDistance" | "identifyDistance">,
): CutRates {
  return {
    acceptRates: errorRatesAt(curve, cuts.acceptDistance),
    reviewRates: errorRatesAt(curve, cuts.reviewDistance),
    identifyRates: errorRatesAt(curve, cuts.identifyDistance),
  };
}
