import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_TILE_SIDE, TILE_OVERLAP, tilesOf } from "./tiles.js";

const side = fc.integer({ min: 1, max: 5000 });

describe("tilesOf", () => {
  it("takes a picture that is small enough as one tile", () => {
    expect(tilesOf(MAX_TILE_SIDE, 100)).toEqual([{ x: 0, y: 0, width: MAX_TILE_SIDE, height: 128 }]);
  });

  it("covers every pixel with tiles that the networks take and that reach less than a cell over the edge", () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const tiles = tilesOf(width, height);
        for (const tile of tiles) {
          for (const value of [tile.x, tile.y, tile.width, tile.height]) expect(value % 32).toBe(0);
          expect(Math.max(tile.width, tile.height)).toBeLessThanOrEqual(MAX_TILE_SIDE);
          expect(tile.x + tile.width).toBeLessThan(width + 32);
          expect(tile.y + tile.height).toBeLessThan(height + 32);
        }
        const columns = tiles.filter(({ y }) => y === 0);
        expect(columns[0]!.x).toBe(0);
        for (const [i, { x }] of columns.entries())
          if (i > 0) expect(columns[i - 1]!.x + columns[i - 1]!.width - x).toBeGreaterThanOrEqual(TILE_OVERLAP);
        expect(columns.at(-1)!.x + columns.at(-1)!.width).toBeGreaterThanOrEqual(width);
        expect(tiles.length % columns.length).toBe(0);
      }),
    );
  });
});
