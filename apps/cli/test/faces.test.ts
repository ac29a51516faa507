import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("../bin/faces.mjs", import.meta.url));
const SAMPLES = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "demo");
/** An ONNX model of two nodes: 1x3x16x16 to the mean of each colour. */
const MEAN_COLOUR = Buffer.from(
  "CAg6kgEKIAoFaW1hZ2USBG1lYW4iEUdsb2JhbEF2ZXJhZ2VQb29sCiUKBG1lYW4SB251bWJlcnMiB0ZsYXR0ZW4qCwoEYXhpcxgBoAECEgttZWFuLWNvbG91clofCgVpbWFnZRIWChQIARIQCgIIAQoCCAMKAggQCgIIEGIZCgdudW1iZXJzEg4KDAgBEggKAggBCgIIA0ICEA0=",
  "base64",
);

let folder: string;
let dataDir: string;
let manifest: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "faces-"));
  dataDir = join(folder, "data");
  await writeFile(join(folder, "mean.onnx"), MEAN_COLOUR);
  manifest = await writeManifest("mean.json", {});
});
afterAll(() => rm(folder, { recursive: true }));

async function writeManifest(file: string, change: object): Promise<string> {
  const path = join(folder, file);
  const fields = {
    ...{ id: "mean-colour", licence: "MIT", source: "this test", format: "onnx", file: "mean.onnx" },
    sha256: createHash("sha256").update(MEAN_COLOUR).digest("hex"),
    input: { layout: "NCHW", width: 16, height: 16, channels: "RGB", mean: 100, scale: 50 },
    ...{ alignment: { template: "arcface-5pt-112" }, dimension: 3, metric: "cosine", flip: false },
  };
  await writeFile(path, JSON.stringify({ ...fields, ...change }));
  return path;
}

function faces(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: dataDir };
    execFile(process.execPath, [PROGRAM, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}
const json = async (...args: string[]) => JSON.parse((await faces(...args, "--json")).out);

describe("faces", () => {
  it("says what it can do", async () => {
    const { code, out } = await faces("models", "--help");
    expect(code).toBe(0);
    for (const command of ["list", "add", "verify"]) expect(out).toContain(`  ${command}`);
    expect(await faces("modles")).toMatchObject({ code: 1, out: "", err: expect.stringContaining("unknown command") });
  });
});

// One story: a model comes, is used and goes wrong.
describe("faces models", () => {
  it("lists the built-in ones, with licence, hash, dimension, metric and curve", async () => {
    const models = await json("models", "list");
    expect(models.map(({ name, dimension }: never) => [name, dimension])).toEqual([
      ["fast", 128],
      ["standard", 128],
      ["accurate", 1152],
    ]);
    for (const model of models) {
      expect(model).toMatchObject({ builtIn: true, metric: "cosine", licence: expect.stringContaining("CC0") });
      expect(Object.values(model.hashes).every((hash) => /^[0-9a-f]{64}$/.test(String(hash)))).toBe(true);
      expect(model.referenceCurve.points.length).toBeGreaterThan(10);
    }
    const { out } = await faces("models", "list");
    expect(out).toMatch(/^standard \(built in\)\n {2}id +dlib-resnet\.chip5\.flip\.l2\.v1$/m);
    expect(out).toMatch(/FNMR 6\.0 % at FMR 1e-3/);
  });

  it("finds the built-in ones to be what they should be", async () => {
    const { code, out } = await faces("models", "verify");
    expect(code).toBe(0);
    expect(out.match(/ good /g)).toHaveLength(3);
  });

  it.each([
    ["another file than it says", { sha256: "0".repeat(64) }, "the manifest says 0000"],
    ["a field that is wrong", { metric: "manhattan" }, "metric"],
    ["another dimension than the model's", { dimension: 4 }, "expected 4"],
    ["no file", { file: "absent.onnx" }, "the file is missing"],
    ["a file elsewhere", { file: join("..", "elsewhere.onnx") }, "lies outside the folder"],
  ])("takes none whose manifest names %s", async (_what, change, message) => {
    await cp(join(folder, "mean.onnx"), join(folder, "..", "elsewhere.onnx"));
    const { code, out, err } = await faces("models", "add", await writeManifest("bad.json", change));
    await rm(join(folder, "..", "elsewhere.onnx"));
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
    expect((await json("models", "list")).length).toBe(3);
  });

  it("adds one under its id or a name, and says that it has no curve yet", async () => {
    const { code, out } = await faces("models", "add", manifest);
    expect(code).toBe(0);
    expect(out).toContain("may not decide before");
    expect(out).toContain("ENGINE_MODELS=standard,mean-colour");
    const added = (await json("models", "list"))[3];
    expect(added).toMatchObject({ name: "mean-colour", builtIn: false, dimension: 3, referenceCurve: null });
    expect(added.modelId).toMatch(/^mean-colour\.[0-9a-f]{12}$/);
    expect(await json("models", "add", manifest, "--name", "second")).toMatchObject({ name: "second" });
  });

  it("takes no name that is taken, unless told to replace it", async () => {
    expect(await faces("models", "add", manifest)).toMatchObject({ code: 1, err: expect.stringContaining("already") });
    expect((await faces("models", "add", manifest, "--replace")).code).toBe(0);
    for (const name of ["fast", "../mean", "x.json", ""])
      expect((await faces("models", "add", manifest, "--name", name)).err).toContain("cannot be the name");
    expect((await readdir(join(dataDir, "models"))).toSorted()).toEqual(["mean-colour", "second"]);
  });

  it("measures one and keeps its curve, which lists it as fit to decide", { timeout: 300_000 }, async () => {
    const data = await writeLfw();
    const { code, out, err } = await faces("models", "verify", "mean-colour", "--data", data);
    expect(code, err).toBe(0);
    expect(out).toContain("good");
    const { referenceCurve, modelId } = (await json("models", "list")).find(
      ({ name }: { name: string }) => name === "mean-colour",
    );
    expect(referenceCurve).toMatchObject({ people: 3, genuinePairs: 4 });
    expect(await json("models", "verify", "mean-colour")).toMatchObject([{ problem: null, model: { modelId } }]);
  });

  it("finds one that has changed since", async () => {
    await writeFile(join(dataDir, "models", "second", "mean.onnx"), "something else");
    const { code, out } = await faces("models", "verify", "second", "fast", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { name: "second", problem: expect.stringContaining("sha256 is"), model: null },
      { name: "fast", problem: null },
    ]);
    expect(await faces("models", "verify", "absent")).toMatchObject({ code: 1 });
    await writeFile(join(dataDir, "models", "second", "manifest.json"), "{");
    const listed = await json("models", "list");
    expect(listed.map(({ name }: { name: string }) => name)).toContain("standard");
    expect(listed.at(-1)).toEqual({ name: "second", problem: expect.stringContaining("this is not JSON") });
    expect((await faces("models", "list")).out).toContain("second\n  cannot be used: ");
  });
});

/** Three people with two photos each, the second a copy of the first, in LFW's layout. */
async function writeLfw(): Promise<string> {
  const data = join(folder, "lfw");
  for (const [i, name] of ["Ada", "Bea", "Cleo"].entries()) {
    const images = join(data, "images", name);
    await mkdir(images, { recursive: true });
    for (const number of [1, 2])
      await cp(join(SAMPLES, `sample${i + 1}.jpg`), join(images, `${name}_000${number}.jpg`));
  }
  const fold = (a: string, b: string, c: string) => [
    `${a}\t1\t2`,
    `${b}\t1\t2`,
    `${a}\t1\t${b}\t1`,
    `${b}\t2\t${c}\t1`,
  ];
  const lines = ["2\t2", ...fold("Ada", "Bea", "Cleo"), ...fold("Cleo", "Ada", "Bea")];
  await writeFile(join(data, "pairs.txt"), `${lines.join("\n")}\n`);
  return data;
}
