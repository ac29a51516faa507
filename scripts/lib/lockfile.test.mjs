import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { completeLockInPlace, platformOf } from "./lockfile.mjs";

describe("completeLockInPlace", () => {
  it("adds the platform packages that a parent names and the lockfile lacks", () => {
    /** @type {import("./lockfile.mjs").Lock} */
    const lock = {
      packages: {
        "": {},
        "node_modules/tool": {
          version: "1.2.3",
          dev: true,
          optionalDependencies: { "@tool/linux-x64-musl": "1.2.3", "@tool/linux-x64": "1.2.3", fsevents: "~2.3.3" },
        },
        "node_modules/tool/node_modules/@tool/linux-x64": { version: "1.2.3", optional: true },
      },
    };
    expect(completeLockInPlace(lock)).toEqual(["@tool/linux-x64-musl@1.2.3"]);
    expect(lock.packages["node_modules/@tool/linux-x64-musl"]).toEqual({
      version: "1.2.3",
      os: ["linux"],
      cpu: ["x64"],
      libc: ["musl"],
      dev: true,
      optional: true,
    });
    expect(completeLockInPlace(lock)).toEqual([]);
  });

  it.each([
    ["@turbo/windows-64", { os: ["win32"], cpu: ["x64"] }],
    ["@oxc-parser/binding-linux-arm-gnueabihf", { os: ["linux"], cpu: ["arm"], libc: ["glibc"] }],
    ["@rolldown/binding-wasm32-wasi", { cpu: ["wasm32"] }],
    ["@tensorflow/tfjs-node", undefined],
  ])("reads the platform of %s", (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});

describe("package-lock.json of this repository", () => {
  /** @type {import("./lockfile.mjs").Lock} */
  const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));

  it("names the packages of every platform, or npm ci fails on a fresh clone (npm run lockfile)", () => {
    expect(completeLockInPlace(structuredClone(lock))).toEqual([]);
  });

  it("names no registry", () => {
    const elsewhere = Object.values(lock.packages).filter(({ resolved, link }) => resolved !== undefined && !link);
    expect(elsewhere).toEqual([]);
  });
});
