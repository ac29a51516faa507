import { type Box, type ScoredBox, suppressNonMaxima } from "../geometry/index.js";
import { cropped } from "../image/resample.js";
import { resized, scaledSize } from "../image/resize.js";
import type { RgbImage } from "../image/rgb-image.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { confirmFaces, type Level } from "./close-ups.js";
import { decodeGrid, gridsOf, inImage } from "./grid.js";
import { tilesOf } from "./tiles.js";

interface Search {
  /** The largest size that is searched, as a share of the photo's own. Faces of 40 pixels there are found. */
  readonly largestScale: number;
  /** The same in pixels: bounds what a huge photo costs. */
  readonly mostPixels: number;
  /** Least score of the skim (0..1) at which a place is looked at by the detector. */
  readonly minPlaceScore: number;
  /** Most places that are looked at, the likeliest first: bounds what a busy photo costs. */
  readonly mostPlaces: number;
}

const SEARCHES = {
  standard: { largestScale: 1, mostPixels: 16_000_000, minPlaceScore: 0.08, mostPlaces: 400 },
  thorough: { largestScale: 1.75, mostPixels: 40_000_000, minPlaceScore: 0.03, mostPlaces: 1000 },
} satisfies Record<string, Search>;
export type Effort = keyof typeof SEARCHES;

/** Each size as a share of the one before: places are found at widths of 40 to about 120 pixels. */
const SIZE_RATIO = 0.4;

/** Longest side in pixels of the smallest size that is searched: a face that fills the frame is small enough then. */
const SMALLEST_SIDE = 112;

const SAME_PLACE = { maxIntersectionOverUnion: 0.4, maxIntersectionOverSmaller: 0.8 };

export interface FaceFinders {
  readonly detector: NetworkRunner;
  readonly skim: NetworkRunner;
}

/**
 * Faces of a photo of any size, possibly the same one twice; boxes in pixels of the photo. The photo is skimmed at several
 * sizes, tile by tile, and every place found is looked at by the detector, in the photo's own pixels.
 */
export async function searchLargePhoto(
  { detector, skim }: FaceFinders,
  image: RgbImage,
  minScore: number,
  effort: Effort,
): Promise<ScoredBox[]> {
  const places: ScoredBox[] = [];
  const { largestScale, mostPixels, minPlaceScore, mostPlaces } = SEARCHES[effort];
  let scale = Math.min(largestScale, Math.sqrt(mostPixels / (image.width * image.height)));
  const levels: Level[] = [{ picture: image, scale: 1 }];
  for (;;) {
    const [width, height] = scaledSize(image, scale);
    // Smaller sizes are made from the one before; one larger than the photo is made tile by tile.
    if (scale < 1) levels.push({ picture: await resized(levels.at(-1)!.picture, width, height), scale });
    for (const tile of tilesOf(width, height)) {
      const picture = scale > 1 ? await enlarged(image, scale, tile) : cropped(levels.at(-1)!.picture, tile);
      const [grid] = gridsOf(await skim.run({ count: 1, ...picture }));
      const view = { left: tile.x / scale, top: tile.y / scale, scale };
      for (const found of decodeGrid(grid!, minPlaceScore)) places.push(inImage(found, view));
    }
    if (Math.max(width, height) <= SMALLEST_SIDE) break;
    scale *= SIZE_RATIO;
  }
  const likeliest = suppressNonMaxima(places, SAME_PLACE).slice(0, mostPlaces);
  return confirmFaces(
    detector,
    levels,
    likeliest.map(({ box }) => box),
    minScore,
  );
}

/** What `tile`, in pixels of the enlarged image, shows. */
function enlarged(image: RgbImage, scale: number, tile: Box): Promise<RgbImage> {
  const [width, height] = [Math.round(tile.width / scale), Math.round(tile.height / scale)];
  const part = cropped(image, { x: Math.round(tile.x / scale), y: Math.round(tile.y / scale), width, height });
  return resized(part, tile.width, tile.height);
}
