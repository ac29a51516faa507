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
export function thinned(layers: readonly Layer[], steady: readonly SteadyChannels[]): Layer[] {
  return layers.map((layer, i) => withoutOutputs(withoutInputs(layer, steady[i - 1] ?? {}), steady[i] ?? {}));
}

function withoutOutputs(layer: Layer, steady: SteadyChannels): Layer {
  const kept = keptOf(layer.bias.length, steady);
  return { ...layer, pointwise: columns(layer.pointwise, kept), bias: Float32Array.from(kept, (c) => layer.bias[c]!) };
}

function withoutInputs(layer: Layer, steady: SteadyChannels): Layer {
  const { depthwise, pointwise } = layer;
  const inputs = pointwise.shape[2]!;
  const outputs = pointwise.shape[3]!;
  const bias = layer.bias.slice();
  for (const [channel, value] of Object.entries(steady)) {
    const c = Number(channel);
    const given = value * (depthwise ? sumOfFilter(depthwise, c) : 1);
    for (let o = 0; o < outputs; o++) bias[o]! += given * pointwise.data[c * outputs + o]!;
  }
  const kept = keptOf(inputs, steady);
  const rows = kept.map((c) => pointwise.data.subarray(c * outputs, (c + 1) * outputs));
  const data = new Float32Array(kept.length * outputs);
  for (const [i, row] of rows.entries()) data.set(row, i * outputs);
  return {
    ...(depthwise && { depthwise: withChannels(depthwise, kept) }),
    pointwise: { shape: [1, 1, kept.length, outputs], data },
    bias,
  };
}

const keptOf = (channels: number, steady: SteadyChannels): number[] =>
  Array.from({ length: channels }, (_, c) => c).filter((c) => !(c in steady));

/** What a depth-wise filter makes of a channel that is 1 everywhere. */
function sumOfFilter({ data, shape }: Weights, channel: number): number {
  const channels = shape[2]!;
  let sum = 0;
  for (let at = channel; at < data.length; at += channels) sum += data[at]!;
  return sum;
}

const withChannels = (filters: Weights, kept: readonly number[]): Weights => {
  const [height, width, channels] = filters.shape as [number, number, number];
  return { shape: [height, width, kept.length, 1], data: picked(filters.data, channels, kept) };
};

const columns = ({ shape, data }: Weights, kept: readonly number[]): Weights => ({
  shape: [1, 1, shape[2]!, kept.length],
  data: picked(data, shape[3]!, kept),
});

/** Of every `length` numbers those at the places `kept`. */
function picked(data: Float32Array, length: number, kept: readonly number[]): Float32Array {
  return Float32Array.from({ length: (data.length / length) * kept.length }, (_, i) => {
    const row = Math.floor(i / kept.length);
    return data[row * length + kept[i % kept.length]!]!;
  });
}
