import { asBatch, mirrored, type RgbImage } from "../image/rgb-image.js";
import { DLIB_DIMENSION } from "../models/dlib-resnet.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { normalizeInPlace } from "../vector/index.js";
import { DLIB_MODEL_ID, type Embedding } from "./model-identity.js";

/**
 * Embeddings of aligned 150x150 chips, in their order. Each is the mean of the chip's and its mirror image's, scaled to
 * unit length. An empty list gives an empty list.
 */
export async function embed(encoder: NetworkRunner, chips: readonly RgbImage[]): Promise<Embedding[]> {
  if (chips.length === 0) return [];
  const { values } = await encoder.run(asBatch(chips.flatMap((chip) => [chip, mirrored(chip)])));
  return chips.map((_, i) => {
    const sum = new Float32Array(DLIB_DIMENSION);
    const start = 2 * i * DLIB_DIMENSION;
    for (let d = 0; d < DLIB_DIMENSION; d++) sum[d] = values[start + d]! + values[start + DLIB_DIMENSION + d]!;
    return { modelId: DLIB_MODEL_ID, values: normalizeInPlace(sum) };
  });
}
