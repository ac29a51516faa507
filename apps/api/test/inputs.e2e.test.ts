import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROBLEM_CODES, REQUEST_ERROR_CODES } from "../src/modules/problems/index.js";
import { declaredSchema } from "../src/server/schema.js";
import { callsOf, MARKER } from "./support/arbitrary-inputs.js";
import { API_KEY, TestServer } from "./support/server.js";

const CODES: ReadonlySet<string> = new Set([...REQUEST_ERROR_CODES, ...Object.values(PROBLEM_CODES)]);
const RUNS_PER_FIELD = 60;

const schema = declaredSchema();
const rootFields = (["query", "mutation"] as const).flatMap((kind) => {
  const type = kind === "query" ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field, name: field.name }));
});

describe("arbitrary calls of every root field", () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start({ BOOTSTRAP_API_KEY: API_KEY, LOG_LEVEL: "trace" });
  });
  afterAll(() => server?.stop());

  it.each(rootFields)(
    "$kind $name: an answer with a known code, nothing of the input in it or in the log",
    async ({ kind, field }) => {
      let executed = 0;
      let logged = server.log.length;
      await fc.assert(
        fc.asyncProperty(callsOf(kind, field), async (operation) => {
          // JSON has no word for undefined, and all that is left out here is left out.
          const { status, text, body } = await server.post(operation);
          expect(status).toBeLessThan(500);
          expect(text).not.toContain(MARKER);
          for (const { extensions } of body.errors ?? []) {
            expect(CODES).toContain(extensions.code);
            expect(extensions.code).not.toBe("INTERNAL");
          }
          const problem = body.data?.[field.name]?.code;
          if (problem !== undefined) expect(CODES).toContain(problem);
          if (status === 200) executed++;
          expect(server.log.slice(logged)).not.toContain(MARKER);
          logged = server.log.length;
        }),
        { numRuns: RUNS_PER_FIELD },
      );
      // Else all was refused before any resolver saw it.
      expect(executed).toBeGreaterThan(0);
    },
    300_000,
  );

  it("leaves a server without faults", async () => {
    await server.call("{ sites { nodes { id } } }");
    expect(server.log).not.toContain(MARKER);
    expect(server.log).not.toContain("internal error");
  });
});
