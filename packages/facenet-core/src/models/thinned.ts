import type { Weights } from "./network.js";

/** A convolution of single pixels, behind a depth-wise one where there is one. */
export interface Layer {
  /** [height, width, in, 1] */
  readonly depthwise?: Weights;
  /** [1, 1, in, out] */
  readonly pointwise: Weights;
  readonly bias: Float32Array;
}

/** Channels that hardly vary: the number of each, and what it has on average behind the activation. */
export type SteadyChannels = Readonly<Record<number, number>>;

/**
 * Layers, each fed by the one before, without their steady channels: what these had on average goes into the bias of the layer
 * that they fed. At the edge of a picture, where filters see zeros, that is a little too much. `steady[i]` are outputs of
 * `layers[i]`; there are none for the last one.
 */
export function thinned(layers: readonly Layer[], steady: readonly (SteadyChannels | undefined)[]): Layer[] {
  return layers.map((layer, i) => withoutOutputs(withoutInputs(layer, steady[i - 1] ?? {}), steady[i] ?? {}));
}

function withoutOutputs({ pointwise, bias, ...depthwise }: Layer, steady: SteadyChannels): Layer {
  const kept = keptOf(bias.length, steady);
  return { ...depthwise, pointwise: picked(pointwise, 3, kept), bias: Float32Array.from(kept, (c) => bias[c]!) };
}

function withoutInputs({ depthwise, pointwise, bias }: Layer, steady: SteadyChannels): Layer {
  const fed = bias.slice();
  for (const [channel, value] of Object.entries(steady)) {
    const of = [Number(channel)];
    // What a depth-wise filter makes of a channel that is the same everywhere.
    const gain = depthwise ? picked(depthwise, 2, of).data.reduce((sum, each) => sum + each, 0) : 1;
    for (const [output, weight] of picked(pointwise, 2, of).data.entries()) fed[output]! += value * gain * weight;
  }
  const kept = keptOf(pointwise.shape[2]!, steady);
  return {
    ...(depthwise && { depthwise: picked(depthwise, 2, kept) }),
    pointwise: picked(pointwise, 2, kept),
    bias: fed,
  };
}

const keptOf = (channels: number, steady: SteadyChannels): number[] =>
  Array.from({ length: channels }, (_, c) => c).filter((c) => !(c in steady));

/** Weights at some places of one of their axes, in the order of `places`. */
export function picked({ shape, data }: Weights, axis: number, places: readonly number[]): Weights {
  const length = shape[axis]!;
  const together = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const result = new Float32Array((data.length / length) * places.length);
  for (let from = 0, to = 0; from < data.length; from += length * together)
    for (const place of places) {
      result.set(data.subarray(from + place * together, from + (place + 1) * together), to);
      to += together;
    }
  return { shape: shape.with(axis, places.length), data: result };
}
