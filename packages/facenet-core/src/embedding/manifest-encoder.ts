import { cutPicture } from "../alignment/face-picture.js";
import { blankImage, mirrored, type RgbImage } from "../image/rgb-image.js";
import { ModelError, type ModelManifest } from "../models/model-manifest.js";
import { normalizeInPlace } from "../vector/index.js";
import type { FaceEncoder } from "./face-encoder.js";

/** A model as its manifest describes it: one picture in, the numbers of one embedding out. */
export interface OpenedModel {
  readonly width: number;
  readonly height: number;
  readonly dimension: number;
  run(picture: RgbImage): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * The encoder of a manifest. Cosine models are scaled to unit length, so that Euclidean distance orders faces as the
 * cosine does: d^2 = 2 (1 - cos). @throws ModelError where the model does not give as many numbers as it should.
 */
export async function manifestEncoder(manifest: ModelManifest, model: OpenedModel): Promise<FaceEncoder> {
  const { modelId, alignment, metric, flip, path } = manifest;
  const { width, height, dimension } = model;

  const run = async (picture: RgbImage) => {
    const values = await model.run(picture);
    if (values.length === dimension) return values;
    throw new ModelError("WRONG_MODEL", path, `it gives ${values.length} numbers for a face, expected ${dimension}`);
  };
  await run(blankImage(width, height));

  return {
    modelId,
    dimension,
    landmarkReadings: 2,
    pictureSize: { width, height },
    picture: (face) => cutPicture(face, alignment, width, height),
    async embed(pictures) {
      const embeddings = [];
      for (const picture of pictures) {
        const values = Float32Array.from(await run(picture));
        if (flip) {
          const other = await run(mirrored(picture));
          for (let d = 0; d < dimension; d++) values[d] = (values[d]! + other[d]!) / 2;
        }
        if (metric === "cosine") normalizeInPlace(values);
        else if (!values.every(Number.isFinite)) throw new RangeError("the model gives numbers that are not finite");
        embeddings.push({ modelId, values });
      }
      return embeddings;
    },
    close: () => model.close(),
  };
}
