import { NETWORK_INPUT, type Network, NetworkBuilder, type Padding, type Weights } from "./network.js";
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

/** Tiny YOLO v2 face detector of face-api: RGB, both sides multiples of 32, to a grid [H / 32, W / 32, 5 anchors x 5]. */
export function tinyFaceDetector(weights: WeightMap): Network {
  const net = new NetworkBuilder();
  return network(
    "tiny-face-detector",
    net,
    weights,
    leaky(net, pool(net, firstConvolution(net, weights, 1), 2)),
    largest,
  );
}

/**
 * The same network in half of the time: its first convolution looks at every second pixel, where the detector takes the
 * largest of four, and the next pool takes the larger of two. Its boxes and scores are coarser: it says where a closer look
 * pays, and the detector decides.
 */
export function tinyFaceSkim(weights: WeightMap): Network {
  const net = new NetworkBuilder();
  return network("tiny-face-skim", net, weights, leaky(net, firstConvolution(net, weights, 2)), largerOnDiagonal);
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

/** A depth-wise convolution and a point-wise one. */
interface Separable {
  readonly depthwise: Weights;
  readonly pointwise: Weights;
  readonly bias?: Float32Array;
}

function convolved(
  net: NetworkBuilder,
  input: string,
  { depthwise, pointwise, bias }: Separable,
  stride = 1,
  padding: Padding = "same",
): string {
  const x = net.add({ op: "depthwiseConvolution", input, filters: depthwise, stride, padding });
  return net.add({
    op: "convolution",
    input: x,
    filters: pointwise,
    ...(bias && { bias }),
    stride: 1,
    padding: "valid",
  });
}

/** The largest of what is convolved, in windows of 2 x 2. */
type Pooled = (net: NetworkBuilder, input: string, separable: Separable) => string;

const largest: Pooled = (net, input, separable) => pool(net, convolved(net, input, separable), 2);

/**
 * Of each window only the corner at the top left, a, and the one at the bottom right, b. The larger is a + max(b - a, 0), and
 * b - a is a convolution too, so nothing is computed that is not used. A corner beyond the edge is one that sees zeros there.
 */
export const largerOnDiagonal: Pooled = (net, input, separable) => {
  const { depthwise, pointwise } = separable;
  const step = convolved(net, input, { depthwise: stepOnDiagonal(depthwise), pointwise }, 2, 2);
  const difference = net.add({ op: "relu", input: step });
  return net.add({ op: "add", inputs: [convolved(net, input, separable, 2, 1), difference] });
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
  weights: WeightMap,
  atStrideTwo: string,
  firstPooled: Pooled,
): Network {
  let x = atStrideTwo;
  for (let level = 1; level <= 5; level++) {
    const channels = 8 << level;
    const separable = {
      depthwise: weights.get(`conv${level}/depthwise_filter`, 3, 3, channels, 1),
      pointwise: weights.get(`conv${level}/pointwise_filter`, 1, 1, channels, 2 * channels),
      bias: weights.get(`conv${level}/bias`, 2 * channels).data,
    };
    const pooled =
      level === 1 ? firstPooled(net, x, separable) : pool(net, convolved(net, x, separable), level < 5 ? 2 : 1);
    x = leaky(net, pooled);
  }
  const output = net.add({
    op: "convolution",
    input: x,
    filters: weights.get("conv8/filters", 1, 1, 512, 25),
    bias: weights.get("conv8/bias", 25).data,
    stride: 1,
    padding: "valid",
  });
  return { name, inputSize: "multipleOf32", nodes: net.nodes, output, outputShape: [-1, -1, 25] };
}
