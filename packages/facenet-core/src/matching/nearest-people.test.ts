import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NearestPeople } from "./nearest-people.js";

describe("NearestPeople", () => {
  it("agrees with a sort of everybody's best row, in whatever order rows are offered", () => {
    // Squares a few units apart in the last place, several of which have one and the same root.
    const squared = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 12 }).map((steps) => 2 + steps * 2 ** -51),
    );
    const offers = fc.array(fc.record({ person: fc.integer({ min: 0, max: 12 }), squared }), { maxLength: 60 });
    fc.assert(
      fc.property(offers, fc.integer({ min: 1, max: 8 }), fc.integer(), (rows, k, rotation) => {
        const all = rows.map((offer, row) => ({ personId: `p${offer.person}`, row, squared: offer.squared }));
        const nearest = new NearestPeople(k);
        const start = all.length === 0 ? 0 : Math.abs(rotation) % all.length;
        for (const { personId, row, squared } of [...all.slice(start), ...all.slice(0, start)])
          nearest.offer(personId, row, squared);
        const best = new Map<string, { personId: string; row: number; squared: number }>();
        for (const offer of all) {
          const known = best.get(offer.personId);
          if (!known || offer.squared < known.squared) best.set(offer.personId, offer);
        }
        const expected = [...best.values()]
          .map((offer) => ({ ...offer, distance: Math.sqrt(offer.squared) }))
          .sort((a, b) => a.distance - b.distance || (a.personId < b.personId ? -1 : 1))
          .slice(0, k);
        expect(nearest.inOrder).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it("lets a lower person id in whose square is greater but whose root is the same", () => {
    const [smaller, greater] = [2 + 3 * 2 ** -51, 2 + 4 * 2 ** -51];
    expect(Math.sqrt(smaller)).toBe(Math.sqrt(greater));
    const nearest = new NearestPeople(1);
    nearest.offer("b", 0, smaller);
    expect(greater).toBeLessThanOrEqual(nearest.cutoff);
    nearest.offer("a", 1, greater);
    expect(nearest.inOrder.map(({ personId }) => personId)).toEqual(["a"]);
  });
});
