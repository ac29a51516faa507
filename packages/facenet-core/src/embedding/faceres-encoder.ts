import { squareAround, squareTransform } from "../alignment/face-picture.js";
import type { Box, Point } from "../geometry/index.js";
import { warped } from "../image/resample.js";
import { FACERES_DIMENSION, FACERES_INPUT_SIZE } from "../models/faceres.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { embedOnce } from "./embed-once.js";
import type { FaceEncoder } from "./face-encoder.js";
import { FACERES_MODEL_ID } from "./model-identity.js";

/** Side of the upright square, in longer sides of the box about the 68 points, and how far it is moved up, in its own side. */
const SIDE = 1.3;
const RISE = 0.13;

/**
 * The second built-in encoder: an upright square, no mirror image, unit length. Alone it is weaker than the first one;
 * it errs on other faces, which is what makes it of use beside it (see `fuseEmbeddings`).
 */
export function faceresEncoder(network: NetworkRunner): FaceEncoder<typeof FACERES_MODEL_ID> {
  return {
    modelId: FACERES_MODEL_ID,
    dimension: FACERES_DIMENSION,
    landmarkReadings: 2,
    pictureSize: { width: FACERES_INPUT_SIZE, height: FACERES_INPUT_SIZE },
    picture: ({ image, landmarks }) => {
      const square = squareAround(boxOf(landmarks), SIDE);
      const raised = { ...square, y: square.y - RISE * square.side };
      return warped(image, squareTransform(raised, FACERES_INPUT_SIZE), FACERES_INPUT_SIZE);
    },
    embed: (pictures) => embedOnce(network, { modelId: FACERES_MODEL_ID, dimension: FACERES_DIMENSION }, pictures),
    close: () => network.close(),
  };
}

function boxOf(points: readonly Point[]): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
