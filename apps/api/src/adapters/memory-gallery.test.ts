import { describe, expect, it } from "vitest";
import { createMemoryGallery } from "./memory-gallery.js";

const MODEL = "model";
const vector = (x: number, y: number) => Float32Array.of(x, y);
const probe = { modelId: MODEL, values: vector(1, 0) };

/** A database whose answers come when they are let go, in the order in which they were asked for. */
function slowDatabase() {
  let sequence = 1n;
  let people = [{ personId: "ada", templateId: "t1", vector: vector(1, 0) }];
  const held: (() => void)[] = [];
  let asked = 0;
  const answer = <T>(make: () => T) => {
    asked++;
    return new Promise<T>((resolve) => {
      held.push(() => resolve(make()));
    });
  };
  return {
    gallery: {
      load: () => answer(() => ({ entries: people, sequence })),
      sequence: () => answer(() => sequence),
      changesSince: () =>
        answer(() => ({ sequence, persons: people.map((entry) => ({ personId: entry.personId, entries: [entry] })) })),
    },
    enrol(personId: string) {
      people = [...people, { personId, templateId: personId, vector: vector(0.9, 0.1) }];
      sequence++;
    },
    get asked() {
      return asked;
    },
    async letGo() {
      held.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

async function settled(database: ReturnType<typeof slowDatabase>, searches: Promise<unknown>[]) {
  let isOver = false;
  const all = Promise.all(searches).finally(() => {
    isOver = true;
  });
  while (!isOver) await database.letGo();
  return all;
}

describe("the gallery in memory", () => {
  it("refreshes once for all the searches that wait", async () => {
    const database = slowDatabase();
    const gallery = createMemoryGallery(database as never);
    await settled(database, [gallery.search("site", [probe], 5)]);
    const before = database.asked;
    await settled(
      database,
      Array.from({ length: 20 }, () => gallery.search("site", [probe], 5)),
    );
    // The first refresh was under way when the others came; they share one.
    expect(database.asked - before).toBe(2);
  });

  it("finds whom was enrolled before the search, also while an older refresh is under way", async () => {
    const database = slowDatabase();
    const gallery = createMemoryGallery(database as never);
    await settled(database, [gallery.search("site", [probe], 5)]);
    const early = gallery.search("site", [probe], 5);
    // The early search has its answer on the way, which does not know of her.
    await database.letGo();
    database.enrol("grace");
    const late = gallery.search("site", [probe], 5);
    const [, found] = (await settled(database, [early, late])) as { personId: string }[][][];
    expect(found![0]!.map(({ personId }) => personId).sort()).toEqual(["ada", "grace"]);
  });

  it("lets those that wait fail together, and the next one try again", async () => {
    let isAway = true;
    let tries = 0;
    const gallery = createMemoryGallery({
      gallery: {
        load: async () => {
          tries++;
          if (isAway) throw new Error("away");
          return { entries: [], sequence: 1n };
        },
        sequence: async () => 1n,
      },
    } as never);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => gallery.search("site", [probe], 5)));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(10).fill("rejected"));
    expect(tries).toBe(2);
    isAway = false;
    expect(await gallery.search("site", [probe], 5)).toEqual([[]]);
  });
});
