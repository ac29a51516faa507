import { monitorEventLoopDelay } from "node:perf_hooks";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// The built package: worker threads load compiled files.
import { createEngine, type Engine, EngineBusyError } from "../dist/index.js";
import { euclidean } from "../src/vector/index.js";
import { samplePhoto } from "./samples.js";

describe("engine", () => {
  let engine: Engine;
  let photo: Uint8Array;
  beforeAll(async () => {
    engine = await createEngine({ threads: 1, maxQueue: 2 });
    photo = await samplePhoto(1);
  });
  afterAll(() => engine.close());

  it("answers from its threads while the caller's event loop stays free", async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const begun = performance.now();
    const results = await Promise.all([1, 2, 3].map(() => engine.analyse(photo, { selection: "LARGEST" })));
    const elapsed = performance.now() - begun;
    delay.disable();
    expect(results.map(({ kind }) => kind)).toEqual(["face", "face", "face"]);
    // A loop blocked by the inference would show a delay of about the whole time.
    expect(delay.max / 1e6).toBeLessThan(elapsed / 2);
  });

  it("computes with the runtime that it is given, and says so", async () => {
    const other = await createEngine({ threads: 1, maxQueue: 0, runtime: "tfjs" });
    expect(engine.backend).toBe("onnxruntime");
    expect(["tensorflow", "wasm"]).toContain(other.backend);
    const small = await sharp(photo).resize(320).png().toBuffer();
    const [ours, theirs] = [
      await engine.analyse(small, { selection: "LARGEST" }),
      await other.analyse(small, { selection: "LARGEST" }),
    ];
    await other.close();
    if (ours.kind !== "face" || theirs.kind !== "face") throw new Error(`${ours.kind}, ${theirs.kind}`);
    expect(euclidean(ours.embedding.values, theirs.embedding.values)).toBeLessThan(1e-3);
  });

  it("refuses what does not fit into the queue, at once and with a time to wait", async () => {
    const calls = Array.from({ length: 5 }, () => engine.analyse(photo, { selection: "LARGEST" }));
    expect(engine.load()).toEqual({ running: 1, waiting: 2 });
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    const refused = settled[1] as PromiseRejectedResult;
    expect(refused.reason).toBeInstanceOf(EngineBusyError);
    expect(refused.reason.retryAfterMs).toBeGreaterThan(0);
    expect(engine.load()).toEqual({ running: 0, waiting: 0 });
  });

  it("gives a place back when its caller goes away", async () => {
    const running = engine.analyse(photo, { selection: "LARGEST" });
    const gone = new AbortController();
    const waiting = engine.analyse(photo, { selection: "LARGEST", signal: gone.signal });
    const next = engine.analyse(photo, { selection: "LARGEST" });
    gone.abort(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    expect(engine.load()).toEqual({ running: 1, waiting: 1 });
    expect((await running).kind).toBe("face");
    expect((await next).kind).toBe("face");
  });

  it("finds the same with helpers as without, in several large photos at once", async () => {
    const helped = await createEngine({ threads: 2, helpers: 2, maxQueue: 2 });
    const large = await sharp(await samplePhoto(6))
      .resize(4000)
      .jpeg()
      .toBuffer();
    const faces = async (by: Engine, photo: Uint8Array, thorough: boolean) => {
      const analysis = await by.analyse(photo, { selection: "ALL", thorough, embed: false });
      return analysis.kind === "faces" ? analysis.faces.map(({ face }) => face) : analysis.kind;
    };
    try {
      const calls = [
        [await samplePhoto(5), false],
        [large, false],
        [await samplePhoto(5), true],
        [large, false],
      ] as const;
      const together = await Promise.all(calls.map(([photo, thorough]) => faces(helped, photo, thorough)));
      const alone: unknown[] = [];
      for (const [photo, thorough] of calls) alone.push(await faces(engine, photo, thorough));
      expect(together).toEqual(alone);
      expect(together.map((found) => found.length)).toEqual([5, 4, 5, 4]);
    } finally {
      await helped.close();
    }
  });
});
