import { asBatch, mirrored } from "../image/rgb-image.js";
import { DLIB_DIMENSION } from "../models/dlib-resnet.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { normalizeInPlace } from "../vector/index.js";
import type { FaceEncoder } from "./face-encoder.js";
import { DLIB_MODEL_ID } from "./model-identity.js";

/**
 * The built-in encoder. An embedding is the mean of those of the aligned 150x150 chip and its mirror image, scaled to
 * unit length.
 */
export function dlibEncoder(network: NetworkRunner): FaceEncoder<typeof DLIB_MODEL_ID> {
  return {
    modelId: DLIB_MODEL_ID,
    dimension: DLIB_DIMENSION,
    picture: ({ chip }) => chip,
    async embed(chips) {
      if (chips.length === 0) return [];
      const { values } = await network.run(asBatch(chips.flatMap((chip) => [chip, mirrored(chip)])));
      return chips.map((_, i) => {
        const sum = new Float32Array(DLIB_DIMENSION);
        const start = 2 * i * DLIB_DIMENSION;
        for (let d = 0; d < DLIB_DIMENSION; d++) sum[d] = values[start + d]! + values[start + DLIB_DIMENSION + d]!;
        return { modelId: DLIB_MODEL_ID, values: normalizeInPlace(sum) };
      });
    },
    close: () => network.close(),
  };
}
