import { type Box, type ScoredBox, suppressNonMaxima } from "../geometry/index.js";
import { resized } from "../image/resize.js";
import type { RgbImage } from "../image/rgb-image.js";
import { type Effort, type FaceFinders, searchLargePhoto } from "./large-photo.js";
import { searchPyramid } from "./pyramid.js";

export interface DetectionOptions {
  /** Least score (0..1) of a face. */
  readonly minScore: number;
  /** Least score in the second search, made only when the first finds nothing. */
  readonly minScoreOnRetry: number;
  readonly effort: Effort;
}

export const DEFAULT_DETECTION: DetectionOptions = { minScore: 0.5, minScoreOnRetry: 0.2, effort: "standard" };

/** Longest side in pixels up to which a photo is searched whole, at every size; see {@link searchLargePhoto} for the others. */
const SMALL_PHOTO_SIDE = 640;

/** Share of the image's longest side that the retry adds around it, for faces that fill the frame. */
const RETRY_MARGIN = 0.35;

/** Longest side in pixels at which a large photo is searched again. */
const RETRY_SIDE = 448;

const SUPPRESSION = { maxIntersectionOverUnion: 0.4, maxIntersectionOverSmaller: 0.7 };

/** All faces of an image, best score first; boxes in pixels of the image, possibly reaching over its edge. */
export async function detectFaces(
  networks: FaceFinders,
  image: RgbImage,
  { minScore, minScoreOnRetry, effort }: DetectionOptions = DEFAULT_DETECTION,
): Promise<ScoredBox[]> {
  const isSmall = Math.max(image.width, image.height) <= SMALL_PHOTO_SIDE;
  const found =
    isSmall && effort === "standard"
      ? await searchPyramid(networks.detector, image, minScore)
      : await searchLargePhoto(networks, image, minScore, effort);
  const faces = distinctFaces(found, image);
  if (faces.length > 0) return faces;

  const scale = isSmall ? 1 : RETRY_SIDE / Math.max(image.width, image.height);
  const whole = isSmall
    ? image
    : await resized(image, Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
  const retried = await searchPyramid(networks.detector, whole, minScoreOnRetry, RETRY_MARGIN);
  return distinctFaces(
    retried.map(({ box, score }) => ({ score, box: unscaled(box, scale) })),
    image,
  );
}

const unscaled = ({ x, y, width, height }: Box, scale: number): Box => ({
  x: x / scale,
  y: y / scale,
  width: width / scale,
  height: height / scale,
});

function distinctFaces(found: readonly ScoredBox[], image: RgbImage): ScoredBox[] {
  return suppressNonMaxima(
    found.filter(({ box }) => centreInside(box, image)),
    SUPPRESSION,
  );
}

function centreInside({ x, y, width, height }: Box, image: RgbImage): boolean {
  const centreX = x + width / 2;
  const centreY = y + height / 2;
  return centreX >= 0 && centreY >= 0 && centreX < image.width && centreY < image.height;
}
