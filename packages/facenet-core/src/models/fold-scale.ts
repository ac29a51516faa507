import type { Weights } from "./network.js";

/**
 * (filters * x + bias) * scale + shift, as one convolution. The last dimension of `filters` is the output channel; bias,
 * scale and shift have one number for each.
 */
export function foldScale(
  filters: Weights,
  bias: Float32Array,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
): { readonly filters: Weights; readonly bias: Float32Array } {
  const channels = scale.length;
  return {
    filters: { shape: filters.shape, data: filters.data.map((value, i) => value * scale[i % channels]!) },
    bias: bias.map((value, i) => value * scale[i]! + shift[i]!),
  };
}
