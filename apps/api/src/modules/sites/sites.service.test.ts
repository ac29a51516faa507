import { defaultThresholds, PROFILES, REFERENCE_CURVES } from "facenet-core";
import { describe, expect, it } from "vitest";
import type { Call } from "../access/caller.js";
import type { ModelRecord } from "../models/models.port.js";
import type { NewPolicy, SiteStore } from "./sites.port.js";
import { DEFAULT_SETTINGS, SitesService, siteOf } from "./sites.service.js";

const { modelId } = PROFILES.standard;
const measured: ModelRecord = {
  ...{ name: "standard", modelId, dimension: 128 },
  start: { curve: REFERENCE_CURVES.get(modelId)!, thresholds: defaultThresholds(modelId) },
};
const unmeasured: ModelRecord = { name: "arcface", modelId: "arcface.0123456789ab", dimension: 512, start: null };
const call = {
  caller: { kind: "apiKey", id: "key", name: "API key key", siteIds: new Set(["site"]), defaultSiteId: "site" },
} as unknown as Call;

/** A site that decides by `first`. */
function serviceOf(first: string) {
  const policies = [{ modelId: first } as NewPolicy];
  const active = () => ({ id: "p", version: policies.length, thresholds: policies.at(-1)!, ...DEFAULT_SETTINGS });
  const sites = {
    list: async () => ({ rows: [], hasNextPage: false }),
    activePolicy: async () => active(),
    activate: async (_siteId, policy) => {
      policies.push(policy);
      return { kind: "activated", policy: { ...policy, ...active(), siteId: "site", createdAt: new Date(0) } };
    },
    countWithoutTemplate: async () => 7,
  } as Partial<SiteStore> as SiteStore;
  return { policies, service: new SitesService(sites, [measured, unmeasured]) };
}

describe("setModel", () => {
  it("starts at the model's own cuts, and says who changed it", async () => {
    const { service, policies } = serviceOf("another");
    const outcome = await service.setModel({ siteId: null, model: "standard" }, call);
    expect(outcome).toEqual({ ok: true, value: { modelId, version: 2, peopleWithoutTemplate: 7 } });
    expect(policies[1]).toEqual({
      ...defaultThresholds(modelId),
      ...{ author: "API key key", reason: "Another model", revertOf: null },
      ...DEFAULT_SETTINGS,
    });
  });

  it("keeps the cuts of a site that decides by the model already", async () => {
    const { service, policies } = serviceOf(modelId);
    expect(await service.setModel({ siteId: "site", model: modelId }, call)).toMatchObject({ value: { version: 1 } });
    expect(policies).toHaveLength(1);
  });

  it("refuses a model that nobody measured, and one that is not there", async () => {
    const { service, policies } = serviceOf(modelId);
    const set = (model: string) => service.setModel({ siteId: null, model }, call);
    expect(await set("arcface")).toEqual({ ok: false, failure: { kind: "unmeasuredModel" } });
    expect(await set("absent")).toEqual({ ok: false, failure: { kind: "unknownModel" } });
    expect(policies).toHaveLength(1);
  });
});

describe("siteOf", () => {
  const caller = (siteIds: string[], defaultSiteId: string | null) =>
    ({ siteIds: new Set(siteIds), defaultSiteId }) as unknown as Call["caller"];

  it("takes the site that is named where the caller may go there, else the one that must be meant", () => {
    expect(siteOf(caller(["a", "b"], null), "b")).toEqual({ ok: true, value: "b" });
    expect(siteOf(caller(["a"], "a"), null)).toEqual({ ok: true, value: "a" });
    expect(siteOf(caller(["a"], "a"), "c")).toEqual({ ok: false, failure: { kind: "siteNotFound" } });
    expect(siteOf(caller(["a", "b"], null), null)).toMatchObject({
      failure: { kind: "invalidInput", field: "siteId" },
    });
  });
});
