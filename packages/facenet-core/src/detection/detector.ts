import { type ScoredBox, suppressNonMaxima } from "../geometry/index.js";
import { cropped, scaledOnto } from "../image/resample.js";
import type { RgbImage } from "../image/rgb-image.js";
import { DETECTOR_STRIDE } from "../models/tiny-face-detector.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { decodeGrid } from "./grid.js";

export interface DetectionOptions {
  /** Least score (0..1) of a face. */
  readonly minScore: number;
  /** Least score in the second search, made only when the first finds nothing. */
  readonly minScoreOnRetry: number;
  /** Longest sides in pixels at which the image is searched, largest first. */
  readonly sides: (longestSide: number) => readonly number[];
}

/**
 * The network finds faces 34 to 90 pixels wide at its input and few above 150, so an image is searched at several sizes:
 * each half of the one before, down to where a face that fills the frame is small enough.
 */
export function pyramidSides(longestSide: number): number[] {
  const largest = Math.min(MAX_SIDE, Math.max(MIN_SIDE, longestSide * SIDE_RATIO));
  const sides: number[] = [];
  for (let side = largest; ; side /= 2) {
    sides.push(Math.max(DETECTOR_STRIDE * 2, Math.round(side / DETECTOR_STRIDE) * DETECTOR_STRIDE));
    if (side <= MIN_SIDE) return [...new Set(sides)];
  }
}

const MIN_SIDE = 112;
const MAX_SIDE = 1600;
const SIDE_RATIO = 0.9;

export const DEFAULT_DETECTION: DetectionOptions = { minScore: 0.5, minScoreOnRetry: 0.2, sides: pyramidSides };

/** Share of the image's longest side that the retry adds around it, for faces that fill the frame. */
const RETRY_MARGIN = 0.35;

const SUPPRESSION = { maxIntersectionOverUnion: 0.4, maxIntersectionOverSmaller: 0.7 };

/** All faces of an image, best score first; boxes in pixels of the image, possibly reaching over its edge. */
export async function detectFaces(
  detector: NetworkRunner,
  image: RgbImage,
  options: DetectionOptions = DEFAULT_DETECTION,
): Promise<ScoredBox[]> {
  const found = await search(detector, image, 0, options.minScore, options.sides);
  return found.length > 0 ? found : search(detector, image, RETRY_MARGIN, options.minScoreOnRetry, options.sides);
}

async function search(
  detector: NetworkRunner,
  image: RgbImage,
  margin: number,
  minScore: number,
  sides: DetectionOptions["sides"],
): Promise<ScoredBox[]> {
  const longest = Math.max(image.width, image.height);
  const border = Math.round(longest * margin);
  const surrounded = { x: -border, y: -border, width: image.width + 2 * border, height: image.height + 2 * border };
  const source = border === 0 ? image : cropped(image, surrounded);
  const boxes: ScoredBox[] = [];
  for (const side of sides(longest + 2 * border)) {
    const scale = side / (longest + 2 * border);
    const width = roundUp(source.width * scale);
    const height = roundUp(source.height * scale);
    const canvas = scaledOnto(source, scale, width, height);
    const { shape, values } = await detector.run({ count: 1, width, height, pixels: canvas.pixels });
    for (const { box, score } of decodeGrid(values, shape[1]!, shape[2]!, minScore)) {
      boxes.push({
        score,
        box: {
          x: box.x / scale - border,
          y: box.y / scale - border,
          width: box.width / scale,
          height: box.height / scale,
        },
      });
    }
  }
  return suppressNonMaxima(
    boxes.filter(({ box }) => centreInside(box, image)),
    SUPPRESSION,
  );
}

const roundUp = (size: number) => Math.max(1, Math.ceil(Math.round(size) / DETECTOR_STRIDE)) * DETECTOR_STRIDE;

function centreInside(box: ScoredBox["box"], image: RgbImage): boolean {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return x >= 0 && y >= 0 && x < image.width && y < image.height;
}
