import type { Scalar, Tensor1D, Tensor2D, TensorFlow } from "../../runtime/tfjs/tensorflow.js";
import { assertSquare, readDistanceMatrix, squaredEuclideanMatrix } from "./distance-matrix.js";
import type { Reducer } from "./reducers.js";
import type { Labels, Miner, Triplets } from "./triplets.js";

/**
 * FaceNet's loss of each triplet, max(0, |a - p|^2 - |a - n|^2 + margin) (Schroff et al., 2015, eq. 3), read from a matrix
 * [n x n] of squared distances: [t] for t triplets, in their order. No triplets give one loss, 0, whose gradient is 0: so
 * the path to the distances stays whole, and no backend has to add up nothing, at which WASM reads foreign memory.
 * Differentiable.
 */
export function tripletLosses(
  tf: TensorFlow,
  squaredDistances: Tensor2D,
  { anchors, positives, negatives }: Triplets,
  margin: number,
): Tensor1D {
  const count = assertSquare(squaredDistances);
  if (anchors.length !== positives.length || anchors.length !== negatives.length) {
    throw new RangeError(
      `triplets differ in number: ${anchors.length} anchors, ${positives.length} positives, ${negatives.length} negatives`,
    );
  }
  for (const rows of [anchors, positives, negatives]) {
    const stray = rows.find((row) => row < 0 || row >= count);
    if (stray !== undefined) throw new RangeError(`a triplet names row ${stray} of a batch of ${count}`);
  }
  return tf.tidy(() => {
    if (anchors.length === 0) return tf.reshape(tf.mul(tf.sum(squaredDistances), 0), [1]) as Tensor1D;
    const toPositive = entries(tf, squaredDistances, anchors, positives);
    const toNegative = entries(tf, squaredDistances, anchors, negatives);
    return tf.relu(tf.add(tf.sub(toPositive, toNegative), margin));
  });
}

export interface BatchTripletLossOptions {
  readonly mine: Miner;
  readonly reduce: Reducer;
  /** In squared Euclidean distance. */
  readonly margin: number;
}

/** Distance matrix, miner, losses, reducer: embeddings [n x d] and their n labels to one number. Differentiable. */
export function batchTripletLoss(
  tf: TensorFlow,
  embeddings: Tensor2D,
  labels: Labels,
  { mine, reduce, margin }: BatchTripletLossOptions,
): Scalar {
  return tf.tidy(() => {
    const distances = squaredEuclideanMatrix(tf, embeddings);
    const triplets = mine(readDistanceMatrix(distances), labels);
    return reduce(tf, tripletLosses(tf, distances, triplets, margin));
  });
}

/**
 * matrix[rows[i], columns[i]] for each i. TensorFlow.js's own gradient of gather is a segment sum, which the WASM backend
 * lacks and which on the CPU takes a pass over the indices for each of the n^2 entries; a scatter adds them up in one.
 */
function entries(tf: TensorFlow, matrix: Tensor2D, rows: Int32Array, columns: Int32Array): Tensor1D {
  const [height, width] = matrix.shape;
  const flat = Int32Array.from(rows, (row, i) => row * width + columns[i]!);
  const read = tf.customGrad((source) => ({
    value: tf.gather(tf.reshape(source as Tensor2D, [-1]) as Tensor1D, tf.tensor1d(flat, "int32")),
    gradFunc: (upstream: Tensor1D) => {
      const indices = tf.tensor2d(flat, [flat.length, 1], "int32");
      return tf.reshape(tf.scatterND(indices, upstream, [height * width]), [height, width]);
    },
  }));
  return read(matrix) as Tensor1D;
}
