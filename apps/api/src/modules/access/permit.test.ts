import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Principal, ROLES, type Role, SCOPES, type Scope } from "./caller.js";
import { permit, type Rule, refusalOf } from "./permit.js";

const key = (...scopes: Scope[]): Principal => ({
  kind: "apiKey",
  id: "k",
  siteIds: new Set(["a"]),
  scopes: new Set(scopes),
});
const user = (everywhere: Role[], bySite: Record<string, Role[]>): Principal => ({
  ...{ kind: "user", id: "u", name: "Ada", email: "ada@example.org" },
  everywhere: new Set(everywhere),
  bySite: new Map(Object.entries(bySite).map(([siteId, roles]) => [siteId, new Set([...everywhere, ...roles])])),
});
const rule: Rule = { scopes: ["manage"], roles: ["ADMIN", "REVIEWER"], where: "site" };

describe("permit", () => {
  it("lets a key with any of the scopes into its own site", () => {
    expect(permit(rule, key("manage", "verify"))).toMatchObject({ siteIds: new Set(["a"]), defaultSiteId: "a" });
    expect(permit(rule, key("verify"))).toBeUndefined();
    expect(permit({ ...rule, scopes: [] }, key(...SCOPES))).toBeUndefined();
  });

  it("lets a user into the sites where they have the role, and into no other", () => {
    const ada = user([], { a: ["ADMIN"], b: ["AUDITOR"], c: ["REVIEWER"] });
    expect(permit(rule, ada)).toMatchObject({ siteIds: new Set(["a", "c"]), defaultSiteId: null });
    expect(permit({ ...rule, roles: ["AUDITOR"] }, ada)).toMatchObject({ defaultSiteId: "b" });
    expect(permit({ ...rule, roles: ["OWNER"] }, ada)).toBeUndefined();
  });

  it("asks for a role in all sites where all sites are concerned", () => {
    const all = { ...rule, where: "deployment" } as const;
    expect(permit(all, user([], { a: ["ADMIN"] }))).toBeUndefined();
    expect(permit(all, user(["ADMIN"], { a: [] }))).toBeDefined();
  });

  it("never names a site in which the user has none of the roles", () => {
    const roles = fc.subarray([...ROLES]);
    fc.assert(
      fc.property(roles, roles, fc.dictionary(fc.constantFrom("a", "b", "c"), roles), (asked, everywhere, bySite) => {
        const principal = user(everywhere, bySite);
        const caller = permit({ ...rule, roles: asked }, principal);
        for (const siteId of caller?.siteIds ?? []) {
          expect([...everywhere, ...(bySite[siteId] ?? [])].some((role) => asked.includes(role))).toBe(true);
        }
      }),
    );
  });

  it("says what it would have taken", () => {
    expect(refusalOf(rule, key())).toBe("This needs an API key with the scope manage.");
    expect(refusalOf({ ...rule, scopes: [] }, key())).toMatch(/signed-in users/);
    expect(refusalOf({ ...rule, where: "deployment" }, user([], {}))).toBe(
      "This needs the role admin or reviewer in all sites.",
    );
  });
});
