import { cropped } from "../image/resample.js";
import { sideBySide } from "../image/side-by-side.js";
import type { FaceEncoder } from "./face-encoder.js";
import { type FusedModelId, fusedModelId, fuseEmbeddings } from "./fuse-embeddings.js";

/**
 * Two encoders as one, the second with weight w (see {@link fuseEmbeddings}). Its picture is theirs, side by side. Closing it
 * closes both.
 */
export function fusedEncoder<A extends string, B extends string>(
  first: FaceEncoder<A>,
  second: FaceEncoder<B>,
  weight: number,
): FaceEncoder<FusedModelId<A, B>> {
  const height = Math.max(first.pictureSize.height, second.pictureSize.height);
  return {
    modelId: fusedModelId(first.modelId, second.modelId, weight),
    dimension: first.dimension + second.dimension,
    landmarkReadings: first.landmarkReadings === 2 || second.landmarkReadings === 2 ? 2 : 1,
    pictureSize: { width: first.pictureSize.width + second.pictureSize.width, height },
    picture: (face) => sideBySide(first.picture(face), second.picture(face)),
    async embed(pictures) {
      const one = await first.embed(pictures.map((picture) => cropped(picture, { x: 0, y: 0, ...first.pictureSize })));
      const place = { x: first.pictureSize.width, y: 0, ...second.pictureSize };
      const other = await second.embed(pictures.map((picture) => cropped(picture, place)));
      return one.map((embedding, i) => fuseEmbeddings(embedding, other[i]!, weight));
    },
    async close() {
      await Promise.all([first.close(), second.close()]);
    },
  };
}
