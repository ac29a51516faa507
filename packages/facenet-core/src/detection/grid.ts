import type { ScoredBox } from "../geometry/index.js";
import { DETECTOR_ANCHORS, DETECTOR_STRIDE } from "../models/tiny-face-detector.js";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Boxes in pixels of the detector's input from its raw grid, row-major [rows x columns x 5 anchors x (x, y, w, h, objectness)].
 * Only boxes with a score of at least `minScore` (0..1) are made.
 */
export function decodeGrid(grid: Float32Array, rows: number, columns: number, minScore: number): ScoredBox[] {
  const minLogit = Math.log(minScore / (1 - minScore));
  const boxes: ScoredBox[] = [];
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const [anchorWidth, anchorHeight] of DETECTOR_ANCHORS) {
        const logit = grid[at + 4]!;
        if (logit >= minLogit) {
          const width = Math.exp(grid[at + 2]!) * anchorWidth * DETECTOR_STRIDE;
          const height = Math.exp(grid[at + 3]!) * anchorHeight * DETECTOR_STRIDE;
          const centreX = (column + sigmoid(grid[at]!)) * DETECTOR_STRIDE;
          const centreY = (row + sigmoid(grid[at + 1]!)) * DETECTOR_STRIDE;
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
