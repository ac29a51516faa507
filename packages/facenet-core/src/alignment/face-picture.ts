import type { LocatedFace } from "../embedding/face-encoder.js";
import { type Box, center, estimateSimilarity, type Point, type SimilarityTransform } from "../geometry/index.js";
import { cropped, warped } from "../image/resample.js";
import type { RgbImage } from "../image/rgb-image.js";
import { DLIB_CHIP_SIZE } from "../models/dlib-resnet.js";
import type { Alignment } from "../models/model-manifest.js";
import { chipTransform } from "./chip.js";

const ARCFACE_SIZE = 112;

/** Eyes, nose tip and corners of the mouth in the 112x112 template of InsightFace (`arcface_dst`), in pixels. */
const ARCFACE_POINTS: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

/** The similarity that carries the five points of ArcFace, as far as 68 landmarks give them, to the 112x112 template. */
export function arcFaceTransform(landmarks: readonly Point[]): SimilarityTransform {
  const at = (index: number) => {
    const point = landmarks[index];
    if (!point) throw new RangeError(`landmark ${index} is missing`);
    return point;
  };
  const meanOf = (first: number, last: number): Point => {
    const count = last - first + 1;
    let x = 0;
    let y = 0;
    for (let i = first; i <= last; i++) {
      x += at(i).x / count;
      y += at(i).y / count;
    }
    return { x, y };
  };
  return estimateSimilarity([meanOf(36, 41), meanOf(42, 47), at(30), at(48), at(54)], ARCFACE_POINTS);
}

/**
 * The face as a model with this alignment takes it, `width` x `height` pixels. A template that is made for a square of
 * another size is scaled to the longer side; of a picture that is not square the middle is taken. What lies outside the
 * photo is black.
 */
export function cutPicture(face: LocatedFace, alignment: Alignment, width: number, height: number): RgbImage {
  const size = Math.max(width, height);
  const square = warped(face.image, transformTo(size, face, alignment), size);
  if (width === height) return square;
  return cropped(square, { x: Math.floor((size - width) / 2), y: Math.floor((size - height) / 2), width, height });
}

function transformTo(size: number, { box, landmarks }: LocatedFace, alignment: Alignment): SimilarityTransform {
  switch (alignment.template) {
    case "dlib-chip-150":
      return scaled(chipTransform(landmarks), size / DLIB_CHIP_SIZE);
    case "arcface-5pt-112":
      return scaled(arcFaceTransform(landmarks), size / ARCFACE_SIZE);
    case "box":
      return squareTransform(squareAround(box, 1 + 2 * alignment.margin), size);
    default:
      return alignment satisfies never;
  }
}

const scaled = ({ a, b, tx, ty }: SimilarityTransform, by: number): SimilarityTransform => ({
  a: a * by,
  b: b * by,
  tx: tx * by,
  ty: ty * by,
});

/** The square about the centre of a box whose side is `factor` times the box's longer one. */
export function squareAround(
  box: Box,
  factor: number,
): { readonly x: number; readonly y: number; readonly side: number } {
  const side = factor * Math.max(box.width, box.height);
  const middle = center(box);
  return { x: middle.x - side / 2, y: middle.y - side / 2, side };
}

/** Carries an upright square, edge to edge, to `size` pixels. Pixels are counted by their centres. */
export function squareTransform(square: ReturnType<typeof squareAround>, size: number): SimilarityTransform {
  const scale = size / square.side;
  return { a: scale, b: 0, tx: (0.5 - square.x) * scale - 0.5, ty: (0.5 - square.y) * scale - 0.5 };
}
