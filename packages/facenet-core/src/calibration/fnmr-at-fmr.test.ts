import { describe, expect, it } from "vitest";
import { operatingPoints } from "./fnmr-at-fmr.js";
import type { ImpostorPairs } from "./impostor-pairs.js";
import { NO_COMPARISON } from "./roc.js";

/** Impostor comparisons as they are listed. */
function listed(pairs: readonly (readonly [distance: number, first: number, second: number])[]): ImpostorPairs {
  const ascending = [...pairs].sort((a, b) => a[0] - b[0]);
  return {
    count: pairs.length,
    nearest: {
      distances: Float32Array.from(ascending, ([distance]) => distance),
      first: Uint16Array.from(ascending, ([, first]) => first),
      second: Uint16Array.from(ascending, ([, , second]) => second),
    },
    histogram: new Float64Array(0),
  };
}

const oneGenuine = { distances: [0.1], people: [0] };

describe("operatingPoints", () => {
  it("finds the largest distance whose false match rate stays within the target", () => {
    // 15 people with one row each make 105 pairs.
    const rowPeople = Array.from({ length: 15 }, (_, person) => person);
    const impostors = listed(
      rowPeople.flatMap((a) => rowPeople.slice(a + 1).map((b): [number, number, number] => [(15 * a + b) / 256, a, b])),
    );
    const [point] = operatingPoints({ genuine: oneGenuine, impostors, rowPeople, people: 15 }, [0.05]);
    expect(point).toMatchObject({ falseMatches: 5, distance: 5 / 256 });
  });

  it("lets all comparisons of one distance match, or none", () => {
    const impostors = listed([
      [0.5, 0, 1],
      [0.5, 0, 2],
      [0.75, 1, 2],
    ]);
    const trials = { genuine: { distances: [0.4, 0.5], people: [0, 0] }, impostors, rowPeople: [0, 1, 2], people: 3 };
    const [half, most] = operatingPoints(trials, [0.5, 0.7]);
    expect(half!.falseMatches).toBe(0);
    expect(half!.distance).toBeLessThan(0.5);
    expect(half!.falseNonMatches).toBe(1);
    expect(most).toMatchObject({ distance: 0.5, falseMatches: 2, falseNonMatches: 0 });
  });

  it("counts a photo without a face as a non-match at every cut", () => {
    const impostors = listed([[0.5, 0, 1]]);
    const genuine = { distances: [0.1, NO_COMPARISON], people: [0, 1] };
    const [point] = operatingPoints({ genuine, impostors, rowPeople: [0, 1], people: 2 }, [1]);
    expect(point).toMatchObject({ falseNonMatches: 1, fnmr: 0.5 });
  });

  it("says so when the kept pairs do not reach the rate, or there is nothing to compare", () => {
    const kept = { ...listed([[0.5, 0, 1]]), count: 3 };
    const trials = { genuine: oneGenuine, impostors: kept, rowPeople: [0, 1, 2], people: 3 };
    expect(() => operatingPoints(trials, [0.9])).toThrow(/too few impostor pairs/);
    expect(() => operatingPoints({ ...trials, rowPeople: [0, 0], people: 1 }, [0.1])).toThrow(RangeError);
    expect(() => operatingPoints({ ...trials, genuine: { distances: [], people: [] } }, [0.1])).toThrow(RangeError);
  });
});
