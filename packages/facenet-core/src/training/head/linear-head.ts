import { createHash } from "node:crypto";
import { type Embedding, ModelMismatchError } from "../../embedding/model-identity.js";
import { normalizeInPlace } from "../../vector/index.js";

/** A learned change of an embedding: x -> x W, scaled to unit length. A model of its own, with an id of its own. */
export interface LinearHead {
  /** Model whose embeddings it takes. */
  readonly baseModelId: string;
  /** Model of what it gives: the base id and a hash of the weights. Base thresholds mean nothing under it. */
  readonly modelId: string;
  readonly dimension: number;
  /** W, row-major [dimension x dimension]. */
  readonly weights: Float32Array;
}

/** A head with the id that its content gives it: the same weights on the same model are the same model everywhere. */
export function createLinearHead(baseModelId: string, weights: Float32Array): LinearHead {
  const dimension = Math.sqrt(weights.length);
  if (!Number.isInteger(dimension) || dimension === 0) {
    throw new RangeError(`${weights.length} weights are not a square matrix`);
  }
  if (!weights.every(Number.isFinite)) throw new RangeError("a head has finite weights only");
  // Float32 in the order of the processor: every platform that the networks' runtime ships for is little-endian.
  const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, HASH_DIGITS);
  return { baseModelId, modelId: `${baseModelId}.head-${hash}`, dimension, weights: weights.slice() };
}

/** 48 bits: enough that two heads of one installation never share an id by chance. */
const HASH_DIGITS = 12;

/** The matrix that changes nothing, row-major [dimension x dimension]. */
export function identityWeights(dimension: number): Float32Array {
  return Float32Array.from({ length: dimension ** 2 }, (_, i) => (i % (dimension + 1) === 0 ? 1 : 0));
}

/** The embedding under the head's model. Throws {@link ModelMismatchError} for an embedding of another model. */
export function applyHead(head: LinearHead, embedding: Embedding): Embedding {
  if (embedding.modelId !== head.baseModelId) throw new ModelMismatchError(head.baseModelId, embedding.modelId);
  return { modelId: head.modelId, values: projected(head.weights, embedding.values) };
}

/** x W, scaled to unit length; `weights` is row-major [d x d] for `values` of length d. */
export function projected(weights: Float32Array, values: Float32Array): Float32Array {
  const dimension = values.length;
  if (weights.length !== dimension ** 2) {
    throw new RangeError(`a head of ${weights.length} weights does not take an embedding of length ${dimension}`);
  }
  const sums = new Float64Array(dimension);
  for (let row = 0; row < dimension; row++) {
    const value = values[row]!;
    for (let column = 0; column < dimension; column++) sums[column]! += value * weights[row * dimension + column]!;
  }
  return normalizeInPlace(Float32Array.from(sums));
}
