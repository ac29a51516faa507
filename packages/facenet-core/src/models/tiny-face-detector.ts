import { NETWORK_INPUT, type Network, NetworkBuilder, type Padding, type Weights } from "./network.js";
import STEADY_CHANNELS from "./steady-channels.json" with { type: "json" };
import { type Layer, type SteadyChannels, thinned } from "./thinned.js";
import type { WeightMap } from "./weight-manifest.js";

/** Side of one grid cell in pixels of the network's input. */
export const DETECTOR_STRIDE = 32;

/** Anchor sizes in cells: width, height. */
export const DETECTOR_ANCHORS: readonly (readonly [number, number])[] = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];

const MEAN = [117.001, 114.697, 97.404] as const;
const DIVISOR = 255;

/** Layers behind the first convolution. Each doubles the channels; the head follows. */
const LAYERS = ["conv1", "conv2", "conv3", "conv4", "conv5"] as const;

/** Steady channels by the layer that they come from. */
export type SkimChannels = Readonly<Partial<Record<(typeof LAYERS)[number], SteadyChannels>>>;

/** Tiny YOLO v2 face detector of face-api: RGB, both sides multiples of 32, to a grid [H / 32, W / 32, 5 anchors x 5]. */
export function tinyFaceDetector(weights: WeightMap): Network {
  const net = new NetworkBuilder();
  const atStrideTwo = leaky(net, pool(net, firstConvolution(net, weights, 1), 2));
  return network("tiny-face-detector", net, layersOf(weights), atStrideTwo, largest);
}

/**
 * The same network in less than half of the time: its first convolution looks at every second pixel, where the detector takes
 * the largest of four, the next pool takes the larger of two, and `steady` channels are left out. Its boxes and scores are
 * coarser: it says where a closer look pays, and the detector decides.
 */
export function tinyFaceSkim(weights: WeightMap, steady: SkimChannels = STEADY_CHANNELS): Network {
  const net = new NetworkBuilder();
  const layers = thinned(
    layersOf(weights),
    LAYERS.map((layer) => steady[layer]),
  );
  return network("tiny-face-skim", net, layers, leaky(net, firstConvolution(net, weights, 2)), largerOnDiagonal);
}

/** In the order of {@link LAYERS}, and the head. */
export function layersOf(weights: WeightMap): Layer[] {
  const body = LAYERS.map((name, i) => {
    const channels = 16 << i;
    return {
      depthwise: weights.get(`${name}/depthwise_filter`, 3, 3, channels, 1),
      pointwise: weights.get(`${name}/pointwise_filter`, 1, 1, channels, 2 * channels),
      bias: weights.get(`${name}/bias`, 2 * channels).data,
    };
  });
  return [
    ...body,
    { pointwise: weights.get("conv8/filters", 1, 1, 512, 25), bias: weights.get("conv8/bias", 25).data },
  ];
}

/** With the normalisation of pixels in its weights, which "valid" padding allows. */
function firstConvolution(net: NetworkBuilder, weights: WeightMap, stride: number): string {
  const { shape, data } = weights.get("conv0/filters", 3, 3, 3, 16);
  const bias = weights.get("conv0/bias", 16).data.slice();
  const filters = data.slice();
  for (let i = 0; i < data.length; i++) {
    const out = i % 16;
    const channel = Math.floor(i / 16) % 3;
    filters[i] = data[i]! / DIVISOR;
    bias[out] = bias[out]! - (data[i]! * MEAN[channel]!) / DIVISOR;
  }
  return net.add({
    op: "convolution",
    input: NETWORK_INPUT,
    filters: { shape, data: filters },
    bias,
    stride,
    padding: "valid",
  });
}

const leaky = (net: NetworkBuilder, input: string) => net.add({ op: "leakyRelu", input, slope: 0.1 });

const pool = (net: NetworkBuilder, input: string, stride: number) =>
  net.add({ op: "maxPool", input, size: 2, stride, padding: "same" });

function convolved(
  net: NetworkBuilder,
  input: string,
  { depthwise, pointwise, bias }: Omit<Layer, "bias"> & Partial<Pick<Layer, "bias">>,
  stride = 1,
  padding: Padding = "same",
): string {
  return net.add({
    op: "convolution",
    input: depthwise ? net.add({ op: "depthwiseConvolution", input, filters: depthwise, stride, padding }) : input,
    filters: pointwise,
    ...(bias && { bias }),
    stride: 1,
    padding: "valid",
  });
}

/** The largest of what is convolved, in windows of 2 x 2. */
type Pooled = (net: NetworkBuilder, input: string, layer: Layer) => string;

const largest: Pooled = (net, input, layer) => pool(net, convolved(net, input, layer), 2);

/**
 * Of each window only the corner at the top left, a, and the one at the bottom right, b. The larger is a + max(b - a, 0), and
 * b - a is a convolution too, so nothing is computed that is not used. A corner beyond the edge is one that sees zeros there.
 */
export const largerOnDiagonal: Pooled = (net, input, layer) => {
  // Only the head has no depth-wise filters.
  const step = { depthwise: stepOnDiagonal(layer.depthwise!), pointwise: layer.pointwise };
  const difference = net.add({ op: "relu", input: convolved(net, input, step, 2, 2) });
  return net.add({ op: "add", inputs: [convolved(net, input, layer, 2, 1), difference] });
};

/** What 3 x 3 filters give one pixel down and to the right, less what they give here: 5 x 5 filters. */
function stepOnDiagonal({ shape, data }: Weights): Weights {
  const channels = shape[2]!;
  const step = new Float32Array(5 * 5 * channels);
  for (let y = 0; y < 3; y++)
    for (let x = 0; x < 3; x++)
      for (let c = 0; c < channels; c++) {
        const value = data[(y * 3 + x) * channels + c]!;
        const at = (row: number, column: number) => (row * 5 + column) * channels + c;
        step[at(y + 2, x + 2)]! += value;
        step[at(y + 1, x + 1)]! -= value;
      }
  return { shape: [5, 5, channels, 1], data: step };
}

/**
 * What both have in common: from 16 channels at stride 2 to the grid. The activation rises everywhere, so a maximum may as well
 * be taken before it, which leaves less to activate.
 */
function network(
  name: string,
  net: NetworkBuilder,
  layers: readonly Layer[],
  atStrideTwo: string,
  firstPooled: Pooled,
): Network {
  const [first, second, third, fourth, fifth, head] = layers as [Layer, Layer, Layer, Layer, Layer, Layer];
  let x = leaky(net, firstPooled(net, atStrideTwo, first));
  for (const layer of [second, third, fourth]) x = leaky(net, pool(net, convolved(net, x, layer), 2));
  x = leaky(net, pool(net, convolved(net, x, fifth), 1));
  const output = convolved(net, x, head);
  return { name, inputSize: "multipleOf32", nodes: net.nodes, output, outputShape: [-1, -1, 25] };
}
