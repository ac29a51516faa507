import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { brokenLinks, linksOf, listPages } from "./markdown-links.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

describe("brokenLinks", () => {
  /** @param {string} page */
  function linksBrokenIn(page) {
    const folder = mkdtempSync(join(tmpdir(), "facenet-links-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "top.md"), "# What is `it`, then?\n## Twice\n## Twice\n```\n# Not one\n```\n");
    writeFileSync(join(folder, "docs", "page.md"), page);
    return brokenLinks(folder, join("docs", "page.md"));
  }

  it.each([
    "[a](../top.md)",
    "[a](../top.md#what-is-it-then)",
    "[a](../top.md#twice-1)",
    "# Here\n[a](#here)",
    "[a](https://example.org/not-there)",
    "```\n[a](nowhere.md)\n```",
  ])("passes %j", (page) => {
    expect(linksBrokenIn(page)).toEqual([]);
  });

  it.each(["../nowhere.md", "../top.md#elsewhere", "../top.md#not-one", "../top.md#twice-2", "#here", "../../top.md"])(
    "finds %s",
    (link) => {
      expect(linksBrokenIn(`[a](${link})`)).toEqual([link]);
    },
  );
});

describe("the documentation", () => {
  it.each(listPages(root))("has no broken link in %s", (page) => {
    expect(brokenLinks(root, page)).toEqual([]);
  });

  it("leads from README.md to every page", () => {
    const pages = listPages(root);
    const reached = new Set(["README.md"]);
    // A set that grows while it is gone through is gone through to its end.
    for (const page of reached) {
      for (const { target } of linksOf(root, page)) if (pages.includes(target)) reached.add(target);
    }
    expect(pages.length).toBeGreaterThan(10);
    expect([...reached].sort()).toEqual(pages.sort());
  });
});
