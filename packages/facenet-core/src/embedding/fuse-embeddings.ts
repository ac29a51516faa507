import { norm } from "../vector/index.js";
import type { Embedding } from "./model-identity.js";

/** Which two models were fused, and the weight of the second. */
export type FusedModelId<A extends string, B extends string> = `${A}+${B}@${number}`;

export const fusedModelId = <A extends string, B extends string>(a: A, b: B, weight: number): FusedModelId<A, B> =>
  `${a}+${b}@${weight}`;

/** How far from 1 the norm of a unit embedding may be, for rounding. */
const NORM_TOLERANCE = 1e-3;

/**
 * Two embeddings of one face as one of unit length, with as many numbers as both have: (sqrt(1 - w) a, sqrt(w) b). Its
 * squared Euclidean distances are the weighted means (1 - w) d_a^2 + w d_b^2 of those of its parts, so thresholds, search
 * and storage need not know that it has any.
 * @param weight w of the second one, range [0, 1]
 * @throws RangeError for another weight, or an embedding that is not of unit length
 */
export function fuseEmbeddings<A extends string, B extends string>(
  a: Embedding<A>,
  b: Embedding<B>,
  weight: number,
): Embedding<FusedModelId<A, B>> {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`a weight is between 0 and 1, not ${weight}`);
  for (const { modelId, values } of [a, b]) {
    const length = norm(values);
    if (!(Math.abs(length - 1) <= NORM_TOLERANCE))
      throw new RangeError(`the embedding of ${modelId} has norm ${length}, only unit ones can be fused`);
  }
  const values = new Float32Array(a.values.length + b.values.length);
  const [first, second] = [Math.sqrt(1 - weight), Math.sqrt(weight)];
  for (let i = 0; i < a.values.length; i++) values[i] = first * a.values[i]!;
  for (let i = 0; i < b.values.length; i++) values[a.values.length + i] = second * b.values[i]!;
  return { modelId: fusedModelId(a.modelId, b.modelId, weight), values };
}
