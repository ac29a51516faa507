import type { Tensor2D, TensorFlow } from "../../runtime/tfjs/tensorflow.js";
import type { LabelledEmbedding } from "../labelled-embedding.js";
import { type HeadLossOptions, headLoss } from "./head-loss.js";
import { identityWeights } from "./linear-head.js";
import { type BatchOptions, sampleBatches } from "./sample-batches.js";

export interface HeadTrainingOptions extends HeadLossOptions, BatchOptions {
  /** Of Adam. */
  readonly learningRate: number;
  readonly maxEpochs: number;
  /** Epochs in a row without a better validation after which training stops. */
  readonly patience: number;
  /** What is to become small, measured on people that training does not see. */
  readonly validate: (weights: Float32Array) => number;
  readonly onEpoch?: (progress: EpochProgress) => void;
}

export interface EpochProgress {
  /** From 1. */
  readonly epoch: number;
  readonly maxEpochs: number;
  /** Mean over the batches, pull included. */
  readonly loss: number;
  readonly validation: number;
  readonly best: { readonly epoch: number; readonly validation: number };
}

export interface TrainedWeights {
  /** Row-major [d x d], of the best epoch. */
  readonly weights: Float32Array;
  /** 0: no epoch was better than the identity that training began with, and the weights are the identity. */
  readonly bestEpoch: number;
  readonly epochs: number;
}

/**
 * Trains W of x -> x W / |x W| by triplet loss, starting at the identity and pulled back to it, and keeps the epoch that
 * validates best. The same input and random numbers on the same backend give the same weights. Throws when the loss
 * stops being finite.
 */
export function trainHead(
  tf: TensorFlow,
  embeddings: readonly LabelledEmbedding[],
  options: HeadTrainingOptions,
): TrainedWeights {
  const dimension = embeddings[0]?.values.length;
  if (!dimension) throw new RangeError("there is nothing to train on");
  const { maxEpochs, patience, validate, onEpoch } = options;
  let weights = identityWeights(dimension);
  let best = { epoch: 0, validation: validate(weights) };
  let epoch = 0;

  const variable = tf.tidy(() => tf.variable(tf.tensor2d(weights, [dimension, dimension])));
  const optimizer = tf.train.adam(options.learningRate);
  const step = (batch: readonly LabelledEmbedding[]) =>
    tf.tidy(() => {
      const rows = tf.tensor2d(batch.map(({ values }) => [...values]));
      const labels = batch.map(({ personId }) => personId);
      const loss = () => headLoss(tf, variable as Tensor2D, rows, labels, options);
      return optimizer.minimize(loss, true, [variable])!.dataSync()[0]!;
    });
  try {
    while (epoch < maxEpochs && epoch - best.epoch < patience) {
      epoch++;
      const losses = sampleBatches(embeddings, options).map(step);
      const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
      if (!Number.isFinite(loss))
        throw new Error(`the loss is ${loss} in epoch ${epoch}: a lower learning rate may help`);
      const current = Float32Array.from(variable.dataSync());
      const validation = validate(current);
      if (validation < best.validation) {
        best = { epoch, validation };
        weights = current;
      }
      onEpoch?.({ epoch, maxEpochs, loss, validation, best });
    }
  } finally {
    optimizer.dispose();
    variable.dispose();
  }
  return { weights, bestEpoch: best.epoch, epochs: epoch };
}
