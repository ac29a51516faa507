import type { Scalar, Tensor1D, TensorFlow } from "../../runtime/tfjs/tensorflow.js";

/** One number out of the losses of all triplets, of which there is at least one. */
export type Reducer = (tf: TensorFlow, losses: Tensor1D) => Scalar;

export const sumOfLosses: Reducer = (tf, losses) => tf.sum(losses);

export const meanLoss: Reducer = (tf, losses) => tf.mean(losses);

/**
 * Mean over the triplets that violate the margin ("non-zero" of Hermans et al., 2017). As training goes on most triplets are
 * satisfied; a mean over all of them would drown what is left to learn. Without one it is 0.
 */
export const meanActiveLoss: Reducer = (tf, losses) =>
  tf.tidy(() => tf.div(tf.sum(losses), tf.maximum(tf.sum(tf.step(losses)), 1)));
