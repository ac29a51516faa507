import type { Size } from "./plot.js";

/**
 * A drawing for wide and one for narrow screens, of which the style sheet shows one: scaling a single one down would make
 * its letters too small to read.
 */
export function responsive(draw: (size: Size) => string, { wide, narrow }: { wide: Size; narrow: Size }): string {
  return `<div class="wide">${draw(wide)}</div><div class="narrow">${draw(narrow)}</div>`;
}

export const HALF = { wide: { width: 540, height: 360 }, narrow: { width: 330, height: 290 } };
export const FULL = { wide: { width: 1120, height: 340 }, narrow: { width: 330, height: 290 } };
