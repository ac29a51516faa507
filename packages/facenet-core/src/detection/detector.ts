import { center, type ScoredBox, suppressNonMaxima } from "../geometry/index.js";
import { resized, scaledSize } from "../image/resize.js";
import type { RgbImage } from "../image/rgb-image.js";
import { inImage } from "./grid.js";
import { type Effort, type SkimmedAhead, searchLargePhoto } from "./large-photo.js";
import { searchPyramid } from "./pyramid.js";
import type { FaceFinders } from "./search-step.js";

/** Least score (0..1) of a face. */
const MIN_SCORE = 0.5;

/** Least score in the second search, made only when the first finds nothing. */
const MIN_SCORE_ON_RETRY = 0.2;

/** Longest side in pixels up to which a photo is searched whole, at every size; see {@link searchLargePhoto} for the others. */
const SMALL_PHOTO_SIDE = 640;

/** Share of the image's longest side that the retry adds around it, for faces that fill the frame. */
const RETRY_MARGIN = 0.35;

/** Longest side in pixels at which a large photo is searched again. */
const RETRY_SIDE = 448;

const SUPPRESSION = { maxIntersectionOverUnion: 0.4, maxIntersectionOverSmaller: 0.7 };

/**
 * All faces of an image, best score first; boxes in pixels of the image, possibly reaching over its edge. `ahead` is what was
 * skimmed of a large photo already.
 */
export async function detectFaces(
  networks: FaceFinders,
  image: RgbImage,
  effort: Effort = "standard",
  ahead?: SkimmedAhead,
): Promise<ScoredBox[]> {
  const longest = Math.max(image.width, image.height);
  const isSmall = longest <= SMALL_PHOTO_SIDE;
  const found =
    isSmall && effort === "standard"
      ? await searchPyramid(networks.detector, image, MIN_SCORE)
      : await searchLargePhoto(networks, image, MIN_SCORE, effort, ahead);
  const faces = distinctFaces(found, image);
  if (faces.length > 0) return faces;

  const scale = isSmall ? 1 : RETRY_SIDE / longest;
  const whole = isSmall ? image : await resized(image, ...scaledSize(image, scale));
  const retried = await searchPyramid(networks.detector, whole, MIN_SCORE_ON_RETRY, RETRY_MARGIN);
  const view = { left: 0, top: 0, scale };
  return distinctFaces(
    retried.map((face) => inImage(face, view)),
    image,
  );
}

function distinctFaces(found: readonly ScoredBox[], { width, height }: RgbImage): ScoredBox[] {
  const isInside = ({ box }: ScoredBox) => {
    const { x, y } = center(box);
    return x >= 0 && y >= 0 && x < width && y < height;
  };
  return suppressNonMaxima(found.filter(isInside), SUPPRESSION);
}
