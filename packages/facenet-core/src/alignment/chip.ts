import { estimateSimilarity, type Point, type SimilarityTransform } from "../geometry/index.js";
import { warped } from "../image/resample.js";
import type { RgbImage } from "../image/rgb-image.js";
import { DLIB_CHIP_SIZE } from "../models/dlib-resnet.js";

/** Where dlib's mean face has five of its points: landmark index, x, y in the unit face. Source: dlib's get_face_chip_details. */
const MEAN_FACE: readonly (readonly [index: number, x: number, y: number])[] = [
  [45, 0.85957, 0.2135],
  [42, 0.64606, 0.22897],
  [36, 0.12058, 0.21373],
  [39, 0.33409, 0.22906],
  [33, 0.49011, 0.6278],
];

/** dlib leaves a quarter of the face free on every side of the chip. */
const CHIP_PADDING = 0.25;

const CHIP_POINTS: readonly Point[] = MEAN_FACE.map(([, x, y]) => ({
  x: ((x + CHIP_PADDING) / (1 + 2 * CHIP_PADDING)) * DLIB_CHIP_SIZE,
  y: ((y + CHIP_PADDING) / (1 + 2 * CHIP_PADDING)) * DLIB_CHIP_SIZE,
}));

/** The similarity that carries eye corners and nose base to their places in the chip. */
export function chipTransform(landmarks: readonly Point[]): SimilarityTransform {
  return estimateSimilarity(
    MEAN_FACE.map(([index]) => {
      const point = landmarks[index];
      if (!point) throw new RangeError(`landmark ${index} is missing`);
      return point;
    }),
    CHIP_POINTS,
  );
}

/** The aligned 150x150 face chip that the encoder was trained on. */
export function faceChip(image: RgbImage, landmarks: readonly Point[]): RgbImage {
  return warped(image, chipTransform(landmarks), DLIB_CHIP_SIZE);
}
