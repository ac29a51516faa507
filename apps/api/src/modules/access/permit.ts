import type { Caller, Principal, Role, Scope } from "./caller.js";

/** Who may use a field. */
export interface Rule {
  /** Any one of them is enough for an API key; none: no key may. */
  readonly scopes: readonly Scope[];
  /** The same for the roles of a user. */
  readonly roles: readonly Role[];
  /**
   * site: in the sites where they have the role. deployment: who has the role everywhere, since it is about all sites.
   * anywhere: whoever is known, without any role too, since it is about themselves.
   */
  readonly where: "site" | "deployment" | "anywhere";
}

/** The principal where the rule lets them; undefined when that is nowhere. */
export function permit(rule: Rule, principal: Principal): Caller | undefined {
  if (principal.kind === "apiKey") {
    if (!rule.scopes.some((scope) => principal.scopes.has(scope))) return undefined;
    return {
      ...{ kind: principal.kind, id: principal.id, name: `API key ${principal.id}` },
      siteIds: principal.siteIds,
      defaultSiteId: onlyOne(principal.siteIds),
      seesEveryCandidate: principal.scopes.has("manage"),
    };
  }
  const has = (roles: ReadonlySet<Role>) => rule.roles.some((role) => roles.has(role));
  const siteIds = new Set([...principal.bySite].flatMap(([siteId, roles]) => (has(roles) ? [siteId] : [])));
  if (rule.where === "deployment" && !has(principal.everywhere)) return undefined;
  if (rule.where === "site" && siteIds.size === 0) return undefined;
  return {
    ...{ kind: principal.kind, id: principal.id, name: `${principal.name} (${principal.email})` },
    siteIds,
    defaultSiteId: onlyOne(siteIds),
    seesEveryCandidate: true,
  };
}

/** Where there are several it has to be said which one is meant. */
function onlyOne(siteIds: ReadonlySet<string>): string | null {
  const [first = null, ...others] = siteIds;
  return others.length === 0 ? first : null;
}

/** For who was refused: what it would have taken. */
export function refusalOf(rule: Rule, { kind }: Principal): string {
  if (kind === "user") {
    const scope = rule.where === "deployment" ? " in all sites" : "";
    return `This needs the role ${rule.roles.map((role) => role.toLowerCase()).join(" or ")}${scope}.`;
  }
  return rule.scopes.length === 0
    ? "This is for signed-in users; no API key may do it."
    : `This needs an API key with the scope ${rule.scopes.join(" or ")}.`;
}
