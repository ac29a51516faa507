import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNetworks } from "../src/runtime/open-networks.js";
import { TINY_DIMENSION, TINY_SIDE, writeTinyOnnx } from "../test/tiny-models.js";
import { CHANGE_NAMES, changed, sampleFaces } from "./data/sample-faces.js";
import type { PeerReport } from "./peers/take-turns.js";
import type { BenchReport } from "./report/report.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const PEOPLE = 8;
const CHANGES = CHANGE_NAMES.slice(0, 3);
const FOLDS = 2;

let folder: string;
let data: string;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a user starts, and the program behind it once that has compiled it. */
const COMMAND = join(root, "scripts", "bench.mjs");
const PROGRAM = fileURLToPath(new URL("dist/bench/main.js", import.meta.url));
const PEERS = fileURLToPath(new URL("dist/bench/peers/main.js", import.meta.url));

/** Without the larger photo sets. */
function run(program: string, ...args: string[]): Promise<Ended> {
  const { FACENET_TEST_DATA, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: root, env });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output }));
  });
}

/** Faces of the sample photos, as they are and changed, in the layout of LFW. */
async function writeLfwLayout(): Promise<string> {
  const networks = await openNetworks();
  const faces = (await sampleFaces(networks)).slice(0, PEOPLE);
  await networks.close();
  const dir = join(folder, "small set");
  const name = (person: number) => `Person_${String.fromCharCode(65 + person)}`;
  for (const [person, face] of faces.entries()) {
    mkdirSync(join(dir, "images", name(person)), { recursive: true });
    const photos = [face, ...(await Promise.all(CHANGES.map((change) => changed(face, change))))];
    photos.forEach((photo, i) => {
      writeFileSync(join(dir, "images", name(person), `${name(person)}_${String(i + 1).padStart(4, "0")}.jpg`), photo);
    });
  }
  const perFold = PEOPLE / FOLDS;
  const lines = [`${FOLDS}\t${perFold}`];
  for (let fold = 0; fold < FOLDS; fold++) {
    const people = Array.from({ length: perFold }, (_, i) => fold * perFold + i);
    lines.push(...people.map((person) => `${name(person)}\t1\t${2 + (person % CHANGES.length)}`));
    lines.push(...people.map((person) => `${name(person)}\t1\t${name((person + 1) % PEOPLE)}\t2`));
  }
  writeFileSync(join(dir, "pairs.txt"), `${lines.join("\n")}\n`);
  return dir;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "facenet-bench-"));
  data = await writeLfwLayout();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("npm run bench", { timeout: 120_000 }, () => {
  let report: BenchReport;
  let ended: Ended;
  beforeAll(async () => {
    const html = join(folder, "reports", "report.html");
    ended = await run(COMMAND, "--quick", "--json", "--no-cache", "--data", data, "--html", html);
    report = JSON.parse(ended.stdout);
    writeFileSync(join(folder, "report.json"), ended.stdout);
  }, 600_000);

  it("prints nothing but the report to standard output", () => {
    expect(ended.code).toBe(0);
    expect(report.format).toBe("facenet-bench/1");
    expect(ended.stderr).toContain("small set");
  });

  it("measures what it was given", () => {
    expect(report).toMatchObject({
      protocol: { dataset: "small set", kind: "benchmark", quick: true, folds: FOLDS },
      people: PEOPLE,
      pairs: 2 * PEOPLE,
      failureToAcquire: 0,
    });
    expect(report.model.id).not.toBe("");
    expect(Object.values(report.model.networks).every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  it("measures a model by its manifest", async () => {
    const hash = await writeTinyOnnx(join(folder, "tiny.onnx"));
    const manifest = {
      ...{ id: "tiny", licence: "none", source: "this test", format: "onnx", file: "tiny.onnx", sha256: hash },
      input: { layout: "NCHW", width: TINY_SIDE, height: TINY_SIDE, channels: "RGB", mean: 127.5, scale: 127.5 },
      ...{ alignment: { template: "arcface-5pt-112" }, dimension: TINY_DIMENSION, metric: "cosine", flip: false },
    };
    writeFileSync(join(folder, "tiny.json"), JSON.stringify(manifest));
    const { code, stdout, stderr } = await run(
      PROGRAM,
      "--quick",
      "--json",
      "--no-cache",
      "--data",
      data,
      "--model",
      join(folder, "tiny.json"),
    );
    expect(code, stderr).toBe(0);
    const { model } = JSON.parse(stdout) as BenchReport;
    expect(model.id).toMatch(/^tiny\.[0-9a-f]{12}$/);
    expect(model.networks.encoder).toBe(hash);
  });

  it("finds changed copies of a face nearer than other faces", () => {
    expect(report.accuracy.mean).toBe(1);
    expect(report.auc).toBe(1);
    expect(report.eer).toBe(0);
    expect(report.identification!.rank1.rate).toBe(1);
  });

  it("states rates as fractions of 1 with their intervals", () => {
    expect(Object.keys(report.fnmrAtFmr)).toEqual(["1e-2", "1e-3", "1e-4"]);
    for (const { value, low, high, threshold } of Object.values(report.fnmrAtFmr)) {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high).toBeLessThanOrEqual(1);
      expect(threshold).toBeGreaterThan(0);
    }
    expect(report.errorVersusDiscard.points[0]).toMatchObject({ discarded: 0, images: report.images });
  });

  it("times photos, stages and searches, and says on which machine", () => {
    const { medianMs, p95Ms, stages, rssMb, coldStartMs, throughput } = report.speed;
    for (const value of [medianMs, rssMb, coldStartMs, throughput.photosPerSecond]) expect(value).toBeGreaterThan(0);
    expect(p95Ms).toBeGreaterThanOrEqual(medianMs);
    expect(Object.keys(stages)).toEqual(["decode", "detect", "align", "embed"]);
    expect(report.search.map(({ templates }) => templates)).toEqual([1000, 10_000]);
    expect(report.machine.node).toBe(process.versions.node);
  });

  it("names neither folders nor the machine", () => {
    const written = ended.stdout + readFileSync(join(folder, "reports", "report.html"), "utf8");
    for (const secret of [folder, root, hostname()]) expect(written).not.toContain(secret);
  });

  it("compares a report with itself", async () => {
    const file = join(folder, "report.json");
    const { code, stdout } = await run(PROGRAM, "compare", file, file, "--json");
    expect(code).toBe(0);
    const { warnings, figures } = JSON.parse(stdout);
    // Whether the machine was busy when the report was made is beyond this test.
    expect(warnings.filter((warning: string) => !warning.includes("busy"))).toEqual([]);
    expect(figures.every(({ a, b }: { a: number; b: number }) => a === b)).toBe(true);
  });

  it("refuses what it cannot measure, in words and on standard error", async () => {
    const missing = await run(PROGRAM, "--json", "--data", join(folder, "reports"));
    expect(missing).toMatchObject({ code: 1, stdout: "" });
    const noModel = await run(PROGRAM, "--quick", "--data", data, "--model", join(folder, "absent.json"));
    expect(noModel).toMatchObject({ code: 1, stdout: "" });
    expect(noModel.stderr).toContain("absent.json: the file is missing");
    expect(missing.stderr).toContain("There is no images");
    const curve = await run(PROGRAM, "--quick", "--data", data, "--write-curve", join(folder, "curve.json"));
    expect(curve).toMatchObject({ code: 2, stdout: "" });
    expect(curve.stderr).toContain("whole benchmark");
  });

  it("shows the same photos to other packages, each in a process of its own", { timeout: 300_000 }, async () => {
    const { code, stdout } = await run(PEERS, "--images", "8", "--json", "--data", data);
    expect(code).toBe(0);
    const peers = JSON.parse(stdout) as PeerReport;
    expect(peers.contenders.map(({ name }) => name)).toEqual([
      "facenet-core-fast",
      "facenet-core",
      "facenet-core-accurate",
      "face-api-ssd",
      "face-api-tiny",
      "human",
    ]);
    const [fast, standard, accurate] = peers.contenders;
    for (const ours of [fast, standard, accurate])
      expect(ours).toMatchObject({ facesFound: peers.images, bestAccuracy: 1 });
    for (const { medianMs, timesOurs, coldStartMs, rssMb, facesFound } of peers.contenders) {
      expect(timesOurs.fast).toBeCloseTo(medianMs / fast!.medianMs, 6);
      expect(timesOurs.standard).toBeCloseTo(medianMs / standard!.medianMs, 6);
      expect(coldStartMs).toBeGreaterThan(medianMs);
      expect(rssMb).toBeGreaterThan(10);
      expect(facesFound).toBeGreaterThan(0);
    }
  });
});
