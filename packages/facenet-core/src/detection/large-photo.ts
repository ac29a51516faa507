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

type SkimStep = Extract<SearchStep, { readonly kind: "skim" }>;

/** How a photo is skimmed: sizes, the largest first, and their tiles, from the top. */
interface SkimPlan {
  readonly scales: readonly number[];
  /** Tiles of the photo itself, or of it enlarged. */
  readonly ofPhoto: readonly SkimStep[];
  /** Tiles of its smaller sizes. */
  readonly ofSmaller: readonly SkimStep[];
}

function planOf(image: RgbImage, effort: Effort): SkimPlan {
  const { largestScale, mostPixels, minPlaceScore } = SEARCHES[effort];
  const scales = scalesOf(image, Math.min(largestScale, Math.sqrt(mostPixels / (image.width * image.height))));
  const steps = scales.flatMap((scale) =>
    tilesOf(...scaledSize(image, scale)).map(
      (tile): SkimStep => ({ kind: "skim", scale, tile, minScore: minPlaceScore }),
    ),
  );
  return {
    scales,
    ofPhoto: steps.filter(({ scale }) => scale >= 1),
    ofSmaller: steps.filter(({ scale }) => scale < 1),
  };
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

/** What was skimmed of a photo before all of it was there. */
export interface SkimmedAhead {
  /** How many tiles, from the top. */
  readonly tiles: number;
  readonly places: Promise<ScoredBox[]>;
}

/** Skims what the first `rows` rows of a photo show, while the others are being decoded. */
export function skimAhead(finders: FaceFinders, image: RgbImage, rows: number, effort: Effort): SkimmedAhead {
  // Where the photo is enlarged, a tile may begin and end a row later than at its own place.
  const isHidden = ({ tile, scale }: SkimStep) => (tile.y + tile.height) / scale > rows - 1;
  const { ofPhoto } = planOf(image, effort);
  const firstHidden = ofPhoto.findIndex(isHidden);
  const visible = ofPhoto.slice(0, firstHidden < 0 ? undefined : firstHidden);
  const doSteps = finders.doSteps ?? oneByOne(finders);
  const places = doSteps([{ picture: image, scale: 1 }], visible).then((found) => found.flat());
  // Whoever searches the photo hears of it; nobody does when the rest of it cannot be decoded.
  places.catch(() => undefined);
  return { tiles: visible.length, places };
}

/**
 * Faces of a photo of any size, possibly the same one twice; boxes in pixels of the photo. The photo is skimmed at several
 * sizes, tile by tile, and every place found is looked at by the detector, in the photo's own pixels.
 */
export async function searchLargePhoto(
  finders: FaceFinders,
  image: RgbImage,
  minScore: number,
  effort: Effort,
  ahead?: SkimmedAhead,
): Promise<ScoredBox[]> {
  const doSteps = finders.doSteps ?? oneByOne(finders);
  const { scales, ofPhoto, ofSmaller } = planOf(image, effort);
  const { photo, all, release } = levelsOf(image, scales, finders.doSteps !== undefined);
  try {
    // The smaller sizes are being made meanwhile.
    const inPhoto = await doSteps([photo], ofPhoto.slice(ahead?.tiles));
    const levels = await all;
    const inSmaller = await doSteps(levels, ofSmaller);
    const places = [...((await ahead?.places) ?? []), ...inPhoto.flat(), ...inSmaller.flat()];
    const likeliest = suppressNonMaxima(places, SAME_PLACE).slice(0, SEARCHES[effort].mostPlaces);
    return await confirmFaces(doSteps, levels, likeliest, minScore);
  } finally {
    await release();
  }
}
