import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listChecks } from "./checks.mjs";
import { runQuietly } from "./run.mjs";

/** A rule that matches nothing passes in silence, so each one is shown a small workspace in which it is broken. */
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

const API = "apps/api/src/modules/badges";
const CORE = "packages/facenet-core/src";

/** @type {[rule: string, file: string, source: string][]} */
const VIOLATIONS = [
  ["core-stands-alone", `${CORE}/pipeline.ts`, `import "facenet-db";`],
  ["core-stands-alone", `${CORE}/matching/verify.ts`, `import "graphql";`],
  ["db-stands-alone", "packages/db/src/faces.ts", `import "facenet-core";`],
  ["db-stands-alone", "packages/db/src/schema.ts", `import "type-graphql";`],
  ["console-knows-the-schema-only", "apps/console/src/page.ts", `import "facenet-core";`],
  ["cli-knows-the-engine-only", "apps/cli/src/people.ts", `import "facenet-db";`],
  ["no-deep-imports", "apps/api/src/deep.ts", `import "../../../packages/facenet-core/src/index.js";`],
  [
    "no-relative-imports-across-packages",
    "apps/api/src/path.ts",
    `import "../../../packages/facenet-core/dist/index.js";`,
  ],
  ["services-know-no-transport", `${API}/badges.service.ts`, `import "graphql";`],
  ["services-know-no-transport", `${API}/badges.port.ts`, `import "type-graphql";`],
  ["services-know-no-transport", `${API}/colour.ts`, `import type {} from "@apollo/server";`],
  ["services-know-no-transport", `${API}/shape.ts`, `import "./badge.type.js";`],
  ["modules-know-no-database", `${API}/badges.resolver.ts`, `import "facenet-db";`],
  ["modules-know-no-database", `${API}/ribbons.service.ts`, `import type {} from "@prisma/client";`],
  ["resolvers-are-private", "apps/api/src/modules/medals/medals.resolver.ts", `import "../badges/badges.resolver.js";`],
  ["only-adapters-know-the-database", "apps/api/src/server/health.ts", `import "facenet-db";`],
  ["native-runtimes-in-one-place", `${CORE}/embedding/encoder.ts`, `import "onnxruntime-node";`],
  ["sharp-in-one-place", `${CORE}/quality/quality.ts`, `import "sharp";`],
  ["vector-imports-nothing", `${CORE}/vector/norm.ts`, `import "../geometry/box.js";`],
  ["geometry-imports-nothing", `${CORE}/geometry/circle.ts`, `import "node:fs";`],
  ["training-has-its-own-door", `${CORE}/matching/identify.ts`, `import "../training/adapt.js";`],
  ["no-cycles", `${CORE}/ring/one.ts`, `import { two } from "./two.js"; export const one = () => two;`],
  ["no-tests-in-products", `${CORE}/training/loss.ts`, `import "./loss.test.js";`],
  ["no-unresolvable", `${CORE}/lost.ts`, `import "./nowhere.js";`],
  ["no-undeclared-dependencies", `${CORE}/undeclared.ts`, `import "left-pad";`],
];

/** What is allowed, and what the violations above need to exist. */
const ALLOWED = [
  ["apps/api/src/main.ts", `import "facenet-db"; import "facenet-core";`],
  ["apps/api/src/adapters/store.ts", `import "facenet-db";`],
  ["apps/cli/src/models.ts", `import "facenet-core";`],
  [`${API}/badge.type.ts`, `import "type-graphql";`],
  [
    "packages/facenet-core/src/index.ts",
    `import "./runtime/onnx/runner.js"; import "./image/decode.js"; import "./training/triplet-loss.js";`,
  ],
  [`${CORE}/runtime/onnx/runner.ts`, `import "onnxruntime-node";`],
  [`${CORE}/image/decode.ts`, `import "sharp"; import "../geometry/box.js";`],
  [`${CORE}/geometry/box.ts`, "export const box = 1;"],
  [`${CORE}/ring/two.ts`, `import { one } from "./one.js"; export const two = () => one;`],
  [`${CORE}/training/loss.test.ts`, "export {};"],
  [`${CORE}/training/triplet-loss.ts`, "export {};"],
  [`${CORE}/training/adapt.ts`, `import "./triplet-loss.js";`],
  ["packages/facenet-core/dist/index.js", "export {};"],
  ["packages/db/dist/index.js", "export {};"],
];

const PACKAGES = [
  "sharp",
  "onnxruntime-node",
  "graphql",
  "type-graphql",
  "@apollo/server",
  "@prisma/client",
  "left-pad",
];

/** @type {string} */
let folder;
/** @type {Map<string, string[]>} rules broken, by file */
const broken = new Map();

/**
 * @param {string} path
 * @param {string} content
 */
function put(path, content) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "facenet boundaries "));
  cpSync(join(root, ".dependency-cruiser.cjs"), join(folder, ".dependency-cruiser.cjs"));
  const declared = Object.fromEntries(PACKAGES.filter((name) => name !== "left-pad").map((name) => [name, "*"]));
  const exported = { exports: { ".": "./dist/index.js" }, type: "module" };
  const workspaces = { "facenet-core": "packages/facenet-core", "facenet-db": "packages/db", api: "apps/api" };
  for (const [name, path] of Object.entries({ ...workspaces, console: "apps/console", cli: "apps/cli" })) {
    const dependencies = { ...declared, "facenet-core": "*", "facenet-db": "*" };
    put(`${path}/package.json`, JSON.stringify({ name, dependencies, ...exported }));
  }
  put("package.json", JSON.stringify({ name: "fixture", private: true, workspaces: ["packages/*", "apps/*"] }));
  for (const name of PACKAGES) {
    put(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    put(`node_modules/${name}/index.js`, "module.exports = {};");
  }
  for (const name of ["facenet-core", "facenet-db"]) {
    symlinkSync(
      join(folder, name === "facenet-db" ? "packages/db" : "packages/facenet-core"),
      join(folder, "node_modules", name),
      "dir",
    );
  }
  for (const [path, source] of ALLOWED) put(String(path), String(source));
  for (const [, path, source] of VIOLATIONS) put(path, source);

  const check = listChecks(root).find(({ name }) => name === "boundaries");
  const script = check?.args[0] ?? "";
  const { output } = await runQuietly(
    process.execPath,
    [script, "--config", ".dependency-cruiser.cjs", "--output-type", "json", "packages", "apps"],
    { cwd: folder },
  );
  for (const { from, rule } of JSON.parse(output).summary.violations) {
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("boundaries", () => {
  it.each(VIOLATIONS)("%s refuses %s: %s", (rule, file) => {
    expect(broken.get(file)).toContain(rule);
  });

  it.each(ALLOWED.filter(([path]) => !String(path).includes("ring")))("allows %s: %s", (file) => {
    expect(broken.get(String(file))).toBeUndefined();
  });
});
