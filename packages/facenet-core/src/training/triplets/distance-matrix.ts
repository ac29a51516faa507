import type { Tensor2D, TensorFlow } from "../../runtime/tfjs/tensorflow.js";

/** Squared Euclidean distances of a batch to itself, as miners read them. */
export interface DistanceMatrix {
  /** Rows of the batch. */
  readonly count: number;
  /** Row-major [count x count]; symmetric, the diagonal is 0 up to rounding. */
  readonly values: Float32Array;
}

/**
 * Squared Euclidean distance of every row to every row: [n x d] -> [n x n], differentiable. By
 * |a - b|^2 = |a|^2 + |b|^2 - 2ab, one matrix product instead of n^2 subtractions; what rounding leaves below 0 becomes 0.
 */
export function squaredEuclideanMatrix(tf: TensorFlow, embeddings: Tensor2D): Tensor2D {
  if (embeddings.rank !== 2 || embeddings.size === 0) {
    throw new RangeError(
      `embeddings are a matrix with rows and columns, not of shape [${embeddings.shape.join(" x ")}]`,
    );
  }
  return tf.tidy(() => {
    const squares = tf.sum(tf.square(embeddings), 1, true);
    const products = tf.matMul(embeddings, embeddings, false, true);
    return tf.relu(tf.sub(tf.add(squares, tf.transpose(squares)), tf.mul(products, 2))) as Tensor2D;
  });
}

/** The numbers of a distance matrix, for mining. */
export function readDistanceMatrix(distances: Tensor2D): DistanceMatrix {
  return { count: assertSquare(distances), values: distances.dataSync() as Float32Array };
}

/** Rows of a square matrix; throws for any other shape. */
export function assertSquare(distances: Tensor2D): number {
  const [rows, columns] = distances.shape;
  if (distances.rank !== 2 || rows !== columns) {
    throw new RangeError(`a distance matrix is square, not of shape [${distances.shape.join(" x ")}]`);
  }
  return rows;
}
