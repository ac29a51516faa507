import type { Box, ScoredBox } from "../geometry/index.js";
import { cropped } from "../image/resample.js";
import { resized } from "../image/resize.js";
import type { RgbImage } from "../image/rgb-image.js";
import type { Scratch } from "../image/scratch.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { decodeGrid, gridsOf, inImage } from "./grid.js";
import type { Level } from "./level.js";

/**
 * Places of at least `minScore` in a tile of the image at `scale`: that of a level, or more than 1. The tile is in pixels of
 * that size, the places in pixels of the image, which is the first level.
 */
export async function skimTile(
  skim: NetworkRunner,
  levels: readonly Level[],
  { scale, tile, minScore }: { readonly scale: number; readonly tile: Box; readonly minScore: number },
  scratch: Scratch,
): Promise<ScoredBox[]> {
  const level = levels.find((each) => each.scale === scale);
  const picture = level
    ? cropped(level.picture, tile, scratch)
    : await enlarged(levels[0]!.picture, scale, tile, scratch);
  const [grid] = gridsOf(await skim.run({ count: 1, ...picture }));
  const view = { left: tile.x / scale, top: tile.y / scale, scale };
  return decodeGrid(grid!, minScore).map((place) => inImage(place, view));
}

/** What `tile`, in pixels of the enlarged image, shows. */
function enlarged(image: RgbImage, scale: number, tile: Box, scratch: Scratch): Promise<RgbImage> {
  const [width, height] = [Math.round(tile.width / scale), Math.round(tile.height / scale)];
  const part = cropped(image, { x: Math.round(tile.x / scale), y: Math.round(tile.y / scale), width, height }, scratch);
  return resized(part, tile.width, tile.height);
}
