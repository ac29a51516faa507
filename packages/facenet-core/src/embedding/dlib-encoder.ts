import { asBatch, mirrored } from "../image/rgb-image.js";
import { DLIB_CHIP_SIZE, DLIB_DIMENSION } from "../models/dlib-resnet.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { normalizeInPlace } from "../vector/index.js";
import { embedOnce } from "./embed-once.js";
import type { FaceEncoder } from "./face-encoder.js";
import { DLIB_MODEL_ID, DLIB_ONCE_MODEL_ID } from "./model-identity.js";

const FORM = {
  dimension: DLIB_DIMENSION,
  pictureSize: { width: DLIB_CHIP_SIZE, height: DLIB_CHIP_SIZE },
  picture: ({ chip }) => chip,
} satisfies Partial<FaceEncoder>;

/** The mean of the embeddings of the aligned 150x150 chip and its mirror image, scaled to unit length. */
export function dlibEncoder(network: NetworkRunner): FaceEncoder<typeof DLIB_MODEL_ID> {
  return {
    ...FORM,
    modelId: DLIB_MODEL_ID,
    landmarkReadings: 2,
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

/** The same without the mirror images, which take half of the time and halve the errors. */
export function dlibOnceEncoder(network: NetworkRunner): FaceEncoder<typeof DLIB_ONCE_MODEL_ID> {
  return {
    ...FORM,
    modelId: DLIB_ONCE_MODEL_ID,
    landmarkReadings: 1,
    embed: (chips) => embedOnce(network, { modelId: DLIB_ONCE_MODEL_ID, dimension: DLIB_DIMENSION }, chips),
    close: () => network.close(),
  };
}
