import { NETWORK_INPUT, type Network, NetworkBuilder } from "./network.js";
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
  return network("tiny-face-detector", net, weights, leaky(net, pool(net, firstConvolution(net, weights, 1), 2)));
}

/**
 * The same network in little more than half of the time: its first convolution looks at every second pixel, where the
 * detector takes the maximum over four. Its boxes and scores are coarser: it says where a closer look pays, and the detector
 * decides.
 */
export function tinyFaceSkim(weights: WeightMap): Network {
  const net = new NetworkBuilder();
  return network("tiny-face-skim", net, weights, leaky(net, firstConvolution(net, weights, 2)));
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

/**
 * What both have in common: from 16 channels at stride 2 to the grid. The activation rises everywhere, so a maximum may as well
 * be taken before it, which leaves less to activate.
 */
function network(name: string, net: NetworkBuilder, weights: WeightMap, atStrideTwo: string): Network {
  let x = atStrideTwo;
  for (let level = 1; level <= 5; level++) {
    const channels = 8 << level;
    const depthwise = net.add({
      op: "depthwiseConvolution",
      input: x,
      filters: weights.get(`conv${level}/depthwise_filter`, 3, 3, channels, 1),
      stride: 1,
      padding: "same",
    });
    const pointwise = net.add({
      op: "convolution",
      input: depthwise,
      filters: weights.get(`conv${level}/pointwise_filter`, 1, 1, channels, 2 * channels),
      bias: weights.get(`conv${level}/bias`, 2 * channels).data,
      stride: 1,
      padding: "valid",
    });
    x = leaky(net, pool(net, pointwise, level < 5 ? 2 : 1));
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
