import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ascending } from "./ascending.js";

describe("ascending", () => {
  it("agrees with a sort, and names every index once", () => {
    const keys = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-1, 0, 2, Infinity, -Infinity)), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(keys, (values) => {
        const indices = [...ascending(Float64Array.from(values))];
        expect(indices.map((index) => values[index]! + 0)).toEqual(
          values.map((value) => value + 0).sort((a, b) => a - b || 0),
        );
        expect(new Set(indices).size).toBe(values.length);
      }),
    );
  });
});
