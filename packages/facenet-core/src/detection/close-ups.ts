import { type Box, center, type ScoredBox } from "../geometry/index.js";
import { scaleOnto } from "../image/resample.js";
import type { RgbImage } from "../image/rgb-image.js";
import type { Scratch } from "../image/scratch.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { decodeGrid, gridsOf, inImage, type View } from "./grid.js";
import type { Level } from "./level.js";

/**
 * A square part of the image around a face. An odd number of the detector's cells puts the face into the middle of one; on
 * the corner between four it is seen far worse.
 */
export interface CloseUp {
  /** Side in pixels of the detector's input. */
  readonly side: number;
  /** Width of the face in it. */
  readonly faceWidth: number;
}

/** Smaller faces, in pixels of the image, are enlarged as if they had this width: more only blurs them. */
const NARROWEST = 38;

/**
 * Looks at places together, each on the smallest level that shows enough; the first level is the image itself. The best face
 * of at least `minScore` at each place, where there is one; boxes in pixels of the image.
 */
export async function lookClosely(
  detector: NetworkRunner,
  levels: readonly Level[],
  {
    places,
    closeUp,
    minScore,
  }: { readonly places: readonly Box[]; readonly closeUp: CloseUp; readonly minScore: number },
  scratch: Scratch,
): Promise<ScoredBox[]> {
  const { side } = closeUp;
  const size = side * side * 3;
  const pixels = scratch.take(places.length * size);
  const views = places.map((place, i) => {
    const canvas = { width: side, height: side, pixels: pixels.subarray(i * size, (i + 1) * size) };
    return lookAt(canvas, levels, place, closeUp);
  });
  const grids = gridsOf(await detector.run({ count: places.length, width: side, height: side, pixels }));
  return views.flatMap((view, i) => {
    const [best] = decodeGrid(grids[i]!, minScore)
      .filter(({ box }) => isInMiddle(box, closeUp))
      .sort((a, b) => b.score - a.score);
    return best ? [inImage(best, view)] : [];
  });
}

/** What lies further out may be cut off, and is another place. */
function isInMiddle(box: Box, { side }: CloseUp): boolean {
  const { x, y } = center(box);
  return Math.max(Math.abs(x - side / 2), Math.abs(y - side / 2)) <= side / 4;
}

/** Shows a place on the canvas, which it fills. */
function lookAt(canvas: RgbImage, levels: readonly Level[], place: Box, closeUp: CloseUp): View {
  const { x, y } = center(place);
  const level = levels.findLast(({ scale }) => place.width * scale >= closeUp.faceWidth) ?? levels[0]!;
  const side = Math.round((closeUp.side * Math.max(NARROWEST, place.width * level.scale)) / closeUp.faceWidth);
  const left = Math.round(x * level.scale - side / 2);
  const top = Math.round(y * level.scale - side / 2);
  const scale = closeUp.side / side;
  scaleOnto(canvas, level.picture, scale, { x: left, y: top, width: side, height: side });
  return { left: left / level.scale, top: top / level.scale, scale: scale * level.scale };
}
