import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvError, parseEnv, VARIABLES } from "./env.js";

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

describe("parseEnv", () => {
  it("has a default for everything that a first start needs", () => {
    const env = parseEnv({});
    expect(env).toMatchObject({ PORT: 4000, CONSOLE_PORT: 3000, HOST: "127.0.0.1", NODE_ENV: "development" });
    expect(env.DATA_DIR).toBe(resolve("data"));
    expect(env.DATABASE_URL).toBeUndefined();
  });

  it("takes an empty variable for one that is not set", () => {
    expect(parseEnv({ PORT: "", DATABASE_URL: "" })).toMatchObject({ PORT: 4000 });
  });

  it("reports every wrong variable at once, by name and reason, never by value", () => {
    const problems = problemsOf({
      PORT: "70000",
      DATABASE_URL: "mysql://secret@host/db",
      BOOTSTRAP_API_KEY: "secret",
      MASTER_KEY: "c2VjcmV0",
      ENGINE_THREADS: "0",
      LOG_LEVEL: "loud",
    });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "PORT",
      "DATABASE_URL",
      "BOOTSTRAP_API_KEY",
      "MASTER_KEY",
      "ENGINE_THREADS",
      "LOG_LEVEL",
    ]);
    expect(problems.join()).not.toMatch(/secret|c2Vj/);
  });

  it("takes an operator's key from 32 characters on", () => {
    expect(problemsOf({ BOOTSTRAP_API_KEY: "k".repeat(31) })).toHaveLength(1);
    expect(problemsOf({ BOOTSTRAP_API_KEY: "k".repeat(32) })).toEqual([]);
  });

  it("describes every variable", () => {
    for (const [name, { description }] of Object.entries(VARIABLES)) expect(description, name).toMatch(/\.$/);
  });
});
