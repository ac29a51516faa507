import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { withConfigurationTable } from "../src/configuration-table.js";
import { EnvError, parseEnv, VARIABLES } from "../src/env.js";
import { ROLES, ROOT_FIELDS, type Rule, SCOPES } from "../src/modules/access/index.js";
import { PROBLEM_CODES } from "../src/modules/problems/index.js";
import { costOf, QUERY_LIMITS } from "../src/server/query-limits.js";
import { declaredSchema } from "../src/server/schema.js";
import { blocksOf, readPage, tableOf } from "./support/markdown.js";

const CONFIGURATION = await readPage("docs/configuration.md");
const GRAPHQL = await readPage("docs/graphql.md");

describe("docs/configuration.md", () => {
  it("has the variables that the code declares (npm run docs writes them)", () => {
    expect(CONFIGURATION).toBe(withConfigurationTable(CONFIGURATION));
    expect(tableOf(CONFIGURATION, "variable").map(([name]) => name?.split(" ")[0])).toEqual(Object.keys(VARIABLES));
  });

  it("shows the defaults that hold", () => {
    const ofTheMachine = ["ENGINE_THREADS", "ENGINE_HELPERS"];
    for (const [name, variable] of Object.entries(VARIABLES)) {
      if (ofTheMachine.includes(name)) continue;
      const shown = "shownDefault" in variable ? variable.shownDefault?.split(" ")[0] : undefined;
      const { default: declared } = z.toJSONSchema(variable.schema, { io: "input", unrepresentable: "any" });
      expect(shown, name).toBe(declared === undefined ? undefined : String(declared));
    }
  });

  it("shows what a wrong configuration is answered with", () => {
    const [{ text } = { text: "" }] = blocksOf(CONFIGURATION);
    expect(() => parseEnv({ PORT: "eighty", BOOTSTRAP_API_KEY: "short" })).toThrow(
      new EnvError(text.split(/\n {2}/).slice(1)),
    );
  });

  it("is where the README takes its variables from", async () => {
    const known = new Map(tableOf(CONFIGURATION, "variable").map(([name, shown]) => [name?.split(" ")[0], shown]));
    const chosen = tableOf(await readPage("README.md"), "variable", "default");
    expect(chosen.length).toBeGreaterThan(3);
    for (const [name, shown] of chosen) expect(known.get(name), name).toBe(shown);
  });
});

describe("docs/graphql.md", () => {
  const schema = declaredSchema();

  it("names the limits of a document", () => {
    const rows = tableOf(GRAPHQL, "limit", "most").map(([limit, most]) => [limit, Number(most)]);
    expect(Object.fromEntries(rows)).toEqual(QUERY_LIMITS);
  });

  it("counts the cost of its examples right", () => {
    const rows = tableOf(GRAPHQL, "document", "cost");
    expect(rows.length).toBeGreaterThan(2);
    for (const [text = "", cost] of rows) {
      const photo = { input: { photo: { uploadId: "any" } } };
      const document = parse(text);
      expect(costOf(schema, { document, variables: text.includes("$input") ? photo : {} }), text).toBe(Number(cost));
    }
  });

  it("names every problem", () => {
    const codes = tableOf(GRAPHQL, "code", "when").map(([code]) => code);
    expect(codes.sort()).toEqual(Object.values(PROBLEM_CODES).sort());
  });

  it("says who may use every root field", () => {
    const documented = tableOf(GRAPHQL, "field", "scopes of keys", "roles of users").flatMap(
      ([fields = "", scopes = "", roles = ""]) => fields.split(", ").map((field) => [field, { scopes, roles }]),
    );
    const declared = Object.entries(ROOT_FIELDS).map(([name, rule]) => [name.split(".")[1], inWords(rule)]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(declared));
  });

  it("calls again as often as it is asked to, and no more often than it wants to", async () => {
    const [{ text } = { text: "" }] = blocksOf(GRAPHQL).filter(({ language }) => language === "js");
    const busy = { data: { verify: { __typename: "Busy", retryAfterMs: 1 } } };
    const limited = { data: { verify: { __typename: "RateLimited", retryAfterMs: 1 } } };
    const down = { errors: [{ message: "", extensions: { code: "DATABASE_UNAVAILABLE", retryAfterMs: 1 } }] };
    const done = { data: { verify: { __typename: "Verification", decision: "ACCEPT" } } };
    expect(await runClient(text, [busy, limited, down, done])).toEqual({ answer: done, left: 0 });
    expect(await runClient(text, [done, busy])).toEqual({ answer: done, left: 1 });
    expect(await runClient(text, [busy, busy, busy, busy, limited, done])).toEqual({ answer: limited, left: 1 });
  });
});

function inWords({ scopes, roles, where }: Rule) {
  const all = (given: readonly string[], known: readonly string[]) => given.length === known.length;
  const named = all(roles, ROLES) ? "all" : roles.map((role) => role.toLowerCase()).join(", ");
  return {
    scopes: scopes.length === 0 ? "none" : all(scopes, SCOPES) ? "all" : scopes.join(", "),
    roles: where === "anywhere" ? "all, or none" : where === "deployment" ? `${named}; in all sites` : named,
  };
}

/** Runs the client of the page against a server that gives these answers one after the other. */
async function runClient(client: string, answers: readonly unknown[]): Promise<{ answer: unknown; left: number }> {
  const toGive = [...answers];
  const server = createServer((request, response) => {
    request.resume().once("end", () => response.end(JSON.stringify(toGive.shift())));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const program = `${client}\nconsole.log(JSON.stringify(await call("{ __typename }", {})));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
      env: { ...process.env, FACENET_URL: `http://127.0.0.1:${port}`, KEY: "any" },
    });
    return { answer: JSON.parse(stdout), left: toGive.length };
  } finally {
    server.close();
  }
}
