import { describe, expect, it } from "vitest";
import { summarize, table } from "./test-report.mjs";

const workspaces = [
  { name: "core", folder: "packages/core" },
  { name: "api", folder: "apps/api" },
];

/**
 * @param {string} status
 * @param {string[]} ancestorTitles
 */
const test = (status, ancestorTitles = ["a suite"]) => ({ status, ancestorTitles, title: "does it", fullName: "" });

describe("summarize", () => {
  it("counts by workspace and keeps a workspace without tests visible", () => {
    const { suites } = summarize(
      {
        testResults: [
          {
            name: "/a b/packages/core/src/x.test.ts",
            status: "failed",
            assertionResults: [test("passed"), test("failed")],
          },
        ],
      },
      "/a b",
      workspaces,
    );
    expect(suites).toEqual([
      { name: "core", passed: 1, failed: 1, skipped: 0 },
      { name: "api", passed: 0, failed: 0, skipped: 0 },
    ]);
  });

  it("gives the outermost name as the reason of what was skipped", () => {
    const reason = "on lfw-dev (needs FACENET_TEST_DATA)";
    const { suites, skippedTests } = summarize(
      {
        testResults: [
          {
            name: "/r/apps/api/test/x.test.ts",
            status: "passed",
            assertionResults: [test("skipped", [reason, "inner"]), test("todo", [reason])],
          },
        ],
      },
      "/r",
      workspaces,
    );
    expect(suites[1]).toEqual({ name: "api", passed: 0, failed: 0, skipped: 2 });
    expect(skippedTests).toEqual([{ suite: "api", reason, count: 2 }]);
  });

  it("counts a file that could not be loaded as a failure", () => {
    const { suites } = summarize(
      { testResults: [{ name: "/r/packages/core/x.test.ts", status: "failed", assertionResults: [] }] },
      "/r",
      workspaces,
    );
    expect(suites[0]?.failed).toBe(1);
  });
});

describe("table", () => {
  it("aligns text to the left and numbers to the right", () => {
    expect(
      table([
        ["suite", "ran"],
        ["a longer name", "12"],
      ]),
    ).toEqual(["suite          ran", "a longer name   12"]);
  });
});
