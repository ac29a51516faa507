import type * as tensorflow from "@tensorflow/tfjs";

/**
 * TensorFlow.js as an argument: whoever trains loads it and readies a backend, so that nobody else pays for it. Types
 * alone come from the package; nothing here imports it when it runs.
 */
export type TensorFlow = typeof tensorflow;

export type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
