import { graphql, isObjectType, parse } from "graphql";
import { describe, expect, it } from "vitest";
import {
  CARRIED_FIELDS,
  type Principal,
  permit,
  ROLES,
  ROOT_FIELDS,
  type Role,
  type Rule,
  SCOPES,
  type Scope,
} from "../src/modules/access/index.js";
import { declaredSchema } from "../src/server/schema.js";
import { minimalCallOf } from "./support/minimal-call.js";

const schema = declaredSchema();
const ROOTS = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];

const key = (scope: Scope): Principal => ({
  kind: "apiKey",
  id: "k",
  siteIds: new Set(["a"]),
  scopes: new Set([scope]),
});
const user = (everywhere: Role[], inSite: Role[]): Principal => ({
  ...{ kind: "user", id: "u", name: "Ada", email: "ada@example.org" },
  everywhere: new Set(everywhere),
  bySite: new Map([["a", new Set([...everywhere, ...inSite])]]),
});

describe("the table of who may do what", () => {
  it("has an entry for every field of the schema, and none for anything else", () => {
    const rootFields = ROOTS.flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
    );
    expect(Object.keys(ROOT_FIELDS).sort()).toEqual(rootFields.sort());
    const carried = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !ROOTS.includes(type) && !type.name.startsWith("__"))
      .map((type) => [type.name, isObjectType(type) ? Object.keys(type.getFields()).sort().join(" ") : ""]);
    const declared = Object.entries(CARRIED_FIELDS).map(([name, fields]) => [name, fields.split(" ").sort().join(" ")]);
    expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(carried));
  });

  it("lets nobody do anything by accident: every rule names who", () => {
    for (const [name, { scopes, roles }] of Object.entries(ROOT_FIELDS)) {
      expect(roles, name).toContain("OWNER");
      expect(scopes.length + roles.length, name).toBeGreaterThan(0);
    }
  });

  const fields = Object.entries(ROOT_FIELDS).filter(([name]) => !name.startsWith("Subscription."));

  const principals: [string, Principal, (rule: Rule) => boolean][] = [
    ...SCOPES.map((scope): [string, Principal, (rule: Rule) => boolean] => [
      ...([`a key with ${scope}`, key(scope)] as const),
      ({ scopes }) => scopes.includes(scope),
    ]),
    ...ROLES.flatMap((role): [string, Principal, (rule: Rule) => boolean][] => [
      [`${role} of all sites`, user([role], []), ({ roles }) => roles.includes(role)],
      [
        ...([`${role} of one site`, user([], [role])] as const),
        ({ roles, where }) => roles.includes(role) && where !== "deployment",
      ],
    ]),
    ["a user without a role", user([], []), ({ where }) => where === "anywhere"],
  ];

  describe.each(principals)("as %s", (_who, principal, mayDo) => {
    it.each(fields)("%s", async (name, rule) => {
      const expected = rule.where === "anywhere" || mayDo(rule);
      expect(permit(rule, principal) !== undefined).toBe(expected);
      // And the schema asks the table: whoever may not is stopped before anything else.
      const { document, variables } = minimalCallOf(schema, name);
      parse(document);
      const { errors = [] } = await graphql({
        schema,
        source: document,
        variableValues: variables,
        contextValue: { principal, requestId: "r", signal: new AbortController().signal },
      });
      const refused = errors.some(({ extensions }) => extensions.code === "FORBIDDEN");
      expect(refused).toBe(!expected);
    });
  });
});
