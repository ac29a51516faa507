import { describe, expect, it } from "vitest";
import type { Level } from "../detection/level.js";
import { type FaceFinders, oneByOne, type SearchStep } from "../detection/search-step.js";
import { type HelpWanted, type SharedSteps, takeSteps, withHelpers } from "./shared-steps.js";

const SIDE = 64;
const levels: Level[] = [
  { picture: { width: 640, height: 64, pixels: new Uint8Array(new SharedArrayBuffer(640 * 64 * 3)) }, scale: 1 },
];
const steps: SearchStep[] = Array.from({ length: 10 }, (_, i) => ({
  kind: "skim",
  scale: 1,
  tile: { x: i * SIDE, y: 0, width: SIDE, height: SIDE },
  minScore: 0.5,
}));

/** Sees one face in every tile, and counts the tiles. */
function finders(): FaceFinders & { tiles: number } {
  const seeing = {
    tiles: 0,
    detector: { run: () => Promise.reject(new Error("not asked for")), close: () => Promise.resolve() },
    skim: {
      async run() {
        seeing.tiles++;
        await new Promise(setImmediate);
        const values = new Float32Array(4 * 25).fill(-20);
        values.set([0, 0, 0, 0, 20]);
        return { shape: [1, 2, 2, 25], values };
      },
      close: () => Promise.resolve(),
    },
  };
  return seeing;
}

const answer = async ({ work, ports }: HelpWanted, helper: FaceFinders, i = 0) =>
  ports[i]!.postMessage(await takeSteps(helper, work));
/** As a thread that ends in the middle of the step that it has just taken. */
const endInTheMiddle = ({ taken }: SharedSteps) => Atomics.add(taken, 0, 1);

describe("steps that threads share", () => {
  it("are each done once, and found as one thread would find them", async () => {
    const [own, helper, other] = [finders(), finders(), finders()];
    const doSteps = withHelpers(own, 2, (wanted) => {
      void answer(wanted, helper, 0);
      void answer(wanted, other, 1);
    });
    expect(await doSteps(levels, steps)).toEqual(await oneByOne(finders())(levels, steps));
    expect(own.tiles + helper.tiles + other.tiles).toBe(steps.length);
    for (const { tiles } of [own, helper, other]) expect(tiles).toBeGreaterThan(0);
  });

  it("are done alone where they are few, nobody is there to help, or the photo is too large to be shared", async () => {
    const asked: HelpWanted[] = [];
    const doSteps = withHelpers(finders(), 1, (wanted) => asked.push(wanted));
    expect(await doSteps(levels, steps.slice(0, 3))).toHaveLength(3);
    expect(await withHelpers(finders(), 0, (wanted) => asked.push(wanted))(levels, steps)).toHaveLength(steps.length);
    const unshared = levels.map(({ picture, scale }) => ({
      picture: { ...picture, pixels: Uint8Array.from(picture.pixels) },
      scale,
    }));
    expect(await doSteps(unshared, steps)).toHaveLength(steps.length);
    expect(asked).toEqual([]);
  });

  it("do not wait for a helper that is busy with something else", async () => {
    const own = finders();
    const found = await withHelpers(own, 1, () => undefined)(levels, steps);
    expect(found.map((boxes) => boxes.length)).toEqual(steps.map(() => 1));
    expect(own.tiles).toBe(steps.length);
  });

  it("are done again where a helper ended over one of them", async () => {
    const own = finders();
    const found = await withHelpers(own, 1, ({ work, ports }) => {
      endInTheMiddle(work);
      ports[0]!.close();
    })(levels, steps);
    expect(found).toEqual(await oneByOne(finders())(levels, steps));
    expect(own.tiles).toBe(steps.length);
  });

  it("are waited for when a helper is slow, though another one has ended", async () => {
    const [own, slow] = [finders(), finders()];
    const found = await withHelpers(own, 2, (wanted) => {
      endInTheMiddle(wanted.work);
      wanted.ports[0]!.close();
      setTimeout(() => void answer(wanted, slow, 1), 0);
    })(levels, steps);
    expect(found).toEqual(await oneByOne(finders())(levels, steps));
    expect(own.tiles + slow.tiles).toBe(steps.length);
  });

  it("fail as they would on one thread", async () => {
    const broken = {
      ...finders(),
      skim: { run: () => Promise.reject(new Error("broken")), close: async () => undefined },
    };
    await expect(withHelpers(broken, 1, () => undefined)(levels, steps)).rejects.toThrow("broken");
  });
});
