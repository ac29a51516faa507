import { type ScoredBox, suppressNonMaxima } from "../geometry/index.js";
import { scaledSize } from "../image/resize.js";
import type { RgbImage } from "../image/rgb-image.js";
import { confirmFaces } from "./confirm-faces.js";
import { levelsOf } from "./level.js";
import { type FaceFinders, oneByOne, type SearchStep } from "./search-step.js";
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

/**
 * Faces of a photo of any size, possibly the same one twice; boxes in pixels of the photo. The photo is skimmed at several
 * sizes, tile by tile, and every place found is looked at by the detector, in the photo's own pixels.
 */
export async function searchLargePhoto(
  finders: FaceFinders,
  image: RgbImage,
  minScore: number,
  effort: Effort,
): Promise<ScoredBox[]> {
  const { largestScale, mostPixels, minPlaceScore, mostPlaces } = SEARCHES[effort];
  const doSteps = finders.doSteps ?? oneByOne(finders);
  const scales = scalesOf(image, Math.min(largestScale, Math.sqrt(mostPixels / (image.width * image.height))));
  const { levels, release } = await levelsOf(image, scales, finders.doSteps !== undefined);
  try {
    const tiles = scales.flatMap((scale) =>
      tilesOf(...scaledSize(image, scale)).map(
        (tile): SearchStep => ({ kind: "skim", scale, tile, minScore: minPlaceScore }),
      ),
    );
    const places = (await doSteps(levels, tiles)).flat();
    const likeliest = suppressNonMaxima(places, SAME_PLACE).slice(0, mostPlaces);
    return await confirmFaces(
      doSteps,
      levels,
      likeliest.map(({ box }) => box),
      minScore,
    );
  } finally {
    release();
  }
}

/** At how many of its pixels a photo is skimmed, the most first. */
function scalesOf(image: RgbImage, largest: number): number[] {
  const scales = [largest];
  for (let scale = largest; Math.max(...scaledSize(image, scale)) > SMALLEST_SIDE; ) {
    scale *= SIZE_RATIO;
    scales.push(scale);
  }
  return scales;
}
