import { asBatch, type RgbImage } from "../image/rgb-image.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { normalizeInPlace } from "../vector/index.js";
import type { Embedding } from "./model-identity.js";

/** What the network gives for each picture, `dimension` numbers, scaled to unit length. */
export async function embedOnce<Id extends string>(
  network: NetworkRunner,
  { modelId, dimension }: { readonly modelId: Id; readonly dimension: number },
  pictures: readonly RgbImage[],
): Promise<Embedding<Id>[]> {
  if (pictures.length === 0) return [];
  const { values } = await network.run(asBatch(pictures));
  return pictures.map((_, i) => ({
    modelId,
    values: normalizeInPlace(values.slice(i * dimension, (i + 1) * dimension)),
  }));
}
