import type { Scalar, Tensor2D, TensorFlow } from "../../runtime/tfjs/tensorflow.js";
import { type BatchTripletLossOptions, batchTripletLoss } from "../triplets/batch-triplet-loss.js";
import type { Labels } from "../triplets/triplets.js";

export interface HeadLossOptions extends BatchTripletLossOptions {
  /** Factor of the sum of squared differences between the weights and the identity. */
  readonly identityPull: number;
}

/**
 * Triplet loss of a batch [n x d] under the head of `weights` [d x d], plus the pull of the weights towards the
 * identity. Differentiable in `weights`.
 */
export function headLoss(
  tf: TensorFlow,
  weights: Tensor2D,
  batch: Tensor2D,
  labels: Labels,
  { identityPull, ...loss }: HeadLossOptions,
): Scalar {
  return tf.tidy(() => {
    const projected = tf.matMul(batch, weights);
    const unit = tf.div(projected, tf.sqrt(tf.sum(tf.square(projected), 1, true))) as Tensor2D;
    const change = tf.sub(weights, tf.eye(weights.shape[0]));
    return tf.add(batchTripletLoss(tf, unit, labels, loss), tf.mul(tf.sum(tf.square(change)), identityPull)) as Scalar;
  });
}
