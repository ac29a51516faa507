import type { ScoredBox } from "../geometry/index.js";
import { DETECTOR_ANCHORS, DETECTOR_STRIDE } from "../models/tiny-face-detector.js";
import type { NetworkOutput } from "../runtime/network-runner.js";

/** The detector's raw output for one image: row-major [rows x columns x 5 anchors x (x, y, w, h, objectness)]. */
export interface DetectorGrid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Where in an image a detector's input lies: its corner in pixels of the image, and its pixels for one of the image. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/** What was found in pixels of a view, in pixels of the image. */
export function inImage({ score, box }: ScoredBox, { left, top, scale }: View): ScoredBox {
  return {
    score,
    box: { x: left + box.x / scale, y: top + box.y / scale, width: box.width / scale, height: box.height / scale },
  };
}

/** Pixels of the fewest cells that hold so many: the detector takes no others. */
export const wholeCells = (pixels: number) => Math.ceil(pixels / DETECTOR_STRIDE) * DETECTOR_STRIDE;

const NUMBERS_A_CELL = DETECTOR_ANCHORS.length * 5;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The grids of a batch, in its order. */
export function gridsOf({ shape, values }: NetworkOutput): DetectorGrid[] {
  const [count, rows, columns] = shape as [number, number, number];
  const size = rows * columns * NUMBERS_A_CELL;
  return Array.from({ length: count }, (_, i) => ({
    rows,
    columns,
    values: values.subarray(i * size, (i + 1) * size),
  }));
}

/** Boxes in pixels of the detector's input. Only boxes with a score of at least `minScore` (0..1) are made. */
export function decodeGrid({ rows, columns, values }: DetectorGrid, minScore: number): ScoredBox[] {
  const minLogit = Math.log(minScore / (1 - minScore));
  const boxes: ScoredBox[] = [];
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const [anchorWidth, anchorHeight] of DETECTOR_ANCHORS) {
        const logit = values[at + 4]!;
        if (logit >= minLogit) {
          const width = Math.exp(values[at + 2]!) * anchorWidth * DETECTOR_STRIDE;
          const height = Math.exp(values[at + 3]!) * anchorHeight * DETECTOR_STRIDE;
          const centreX = (column + sigmoid(values[at]!)) * DETECTOR_STRIDE;
          const centreY = (row + sigmoid(values[at + 1]!)) * DETECTOR_STRIDE;
          boxes.push({
            box: { x: centreX - width / 2, y: centreY - height / 2, width, height },
            score: sigmoid(logit),
          });
        }
        at += 5;
      }
    }
  }
  return boxes;
}
