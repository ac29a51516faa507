import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureInstalled, installState, nodeProblem } from "./install.mjs";

const LOCK = {
  packages: {
    "": { version: "1.0.0" },
    "node_modules/left": { version: "1.0.0" },
    "node_modules/only-elsewhere": { version: "2.0.0", optional: true },
    "node_modules/workspace": { resolved: "packages/workspace", link: true },
  },
};
const INSTALLED = { packages: { "node_modules/left": { version: "1.0.0" }, "node_modules/workspace": { link: true } } };

/** @type {string} */
let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "facenet install "));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/**
 * @param {string} path
 * @param {unknown} content
 */
const put = (path, content) => writeFileSync(join(root, path), JSON.stringify(content));
const silent = () => undefined;

describe("nodeProblem", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("accepts Node %s", (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(["18.20.8", "20.18.9", "0.12.0"])("refuses Node %s by name", (version) => {
    expect(nodeProblem(version)).toContain(`this is Node ${version}`);
  });
});

describe("installState", () => {
  it("is missing without node_modules", () => {
    put("package-lock.json", LOCK);
    expect(installState(root)).toBe("missing");
  });

  it("is missing when an install was interrupted before npm wrote its record", () => {
    put("package-lock.json", LOCK);
    mkdirSync(join(root, "node_modules"));
    expect(installState(root)).toBe("missing");
  });

  it("is current after an install by hand that holds every package for this platform", () => {
    put("package-lock.json", LOCK);
    mkdirSync(join(root, "node_modules"));
    put("node_modules/.package-lock.json", INSTALLED);
    expect(installState(root)).toBe("current");
  });

  it("is changed after an install by hand of another version", () => {
    put("package-lock.json", LOCK);
    mkdirSync(join(root, "node_modules"));
    put("node_modules/.package-lock.json", { packages: { "node_modules/left": { version: "0.9.0" } } });
    expect(installState(root)).toBe("changed");
  });

  it("is changed as soon as the lockfile differs from the one that was stamped", async () => {
    put("package-lock.json", LOCK);
    mkdirSync(join(root, "node_modules"));
    put("node_modules/.package-lock.json", INSTALLED);
    await ensureInstalled(root, silent);
    expect(installState(root)).toBe("current");
    put("package-lock.json", { ...LOCK, name: "changed" });
    expect(installState(root)).toBe("changed");
  });
});
