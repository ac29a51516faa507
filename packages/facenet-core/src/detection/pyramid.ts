import type { ScoredBox } from "../geometry/index.js";
import { scaleOnto } from "../image/resample.js";
import { blankImage, type RgbImage } from "../image/rgb-image.js";
import { DETECTOR_STRIDE } from "../models/tiny-face-detector.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { decodeGrid, gridsOf, inImage, wholeCells } from "./grid.js";

/** Longest side in pixels below which the detector sees too little. */
const MIN_SIDE = 112;
const SIDE_RATIO = 0.9;

/**
 * The network finds faces 34 to 90 pixels wide at its input and few above 150, so an image is searched at several sizes:
 * each half of the one before, down to where a face that fills the frame is small enough.
 */
function pyramidSides(longestSide: number): number[] {
  const largest = Math.max(MIN_SIDE, longestSide * SIDE_RATIO);
  const sides: number[] = [];
  for (let side = largest; ; side /= 2) {
    sides.push(Math.max(DETECTOR_STRIDE * 2, Math.round(side / DETECTOR_STRIDE) * DETECTOR_STRIDE));
    if (side <= MIN_SIDE) return [...new Set(sides)];
  }
}

/**
 * Boxes of at least `minScore` at every size of the pyramid, in pixels of the image, the same face several times. `margin`
 * is a share of the longest side: so much black is put around the image first.
 */
export async function searchPyramid(
  detector: NetworkRunner,
  image: RgbImage,
  minScore: number,
  margin = 0,
): Promise<ScoredBox[]> {
  const longest = Math.max(image.width, image.height);
  const border = Math.round(longest * margin);
  const surrounded = { x: -border, y: -border, width: image.width + 2 * border, height: image.height + 2 * border };
  const boxes: ScoredBox[] = [];
  for (const side of pyramidSides(longest + 2 * border)) {
    const scale = side / (longest + 2 * border);
    const canvas = blankImage(inputSide(surrounded.width * scale), inputSide(surrounded.height * scale));
    scaleOnto(canvas, image, scale, surrounded);
    const [grid] = gridsOf(await detector.run({ count: 1, ...canvas }));
    const view = { left: -border, top: -border, scale };
    boxes.push(...decodeGrid(grid!, minScore).map((found) => inImage(found, view)));
  }
  return boxes;
}

const inputSide = (side: number) => Math.max(DETECTOR_STRIDE, wholeCells(Math.round(side)));
