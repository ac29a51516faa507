import type { Box } from "../geometry/index.js";
import { wholeCells } from "./grid.js";

/** Longest side of a tile in pixels: what a network keeps in memory grows with its largest input. */
export const MAX_TILE_SIDE = 512;

/** Pixels that neighbouring tiles share, so that a small face at a border is seen whole on one side. */
export const TILE_OVERLAP = 32;

/**
 * Tiles of at most {@link MAX_TILE_SIDE} that cover a picture of `width` x `height`, neighbours sharing at least
 * {@link TILE_OVERLAP} pixels. Places and sizes are multiples of the detector's stride: tiles may reach over the right and
 * bottom edge.
 */
export function tilesOf(width: number, height: number): Box[] {
  const columns = cuts(width);
  return cuts(height).flatMap((row) =>
    columns.map((column) => ({ x: column.start, y: row.start, width: column.length, height: row.length })),
  );
}

function cuts(side: number): { start: number; length: number }[] {
  const count = Math.max(1, Math.ceil((side - TILE_OVERLAP) / (MAX_TILE_SIDE - TILE_OVERLAP)));
  const step = wholeCells(Math.max(0, side - TILE_OVERLAP) / count);
  return Array.from({ length: count }, (_, i) => ({
    start: i * step,
    length: wholeCells(Math.min(step + TILE_OVERLAP, side - i * step)),
  })).filter(({ length }) => length > 0);
}
