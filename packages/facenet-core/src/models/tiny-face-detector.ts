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

/** Tiny YOLO v2 face detector of face-api: RGB, both sides multiples of 32, to a grid [H / 32, W / 32, 5 anchors x 5]. */
export function tinyFaceDetector(weights: WeightMap): Network {
  const net = new NetworkBuilder();
  const leaky = (input: string) => net.add({ op: "leakyRelu", input, slope: 0.1 });
  const pool = (input: string, stride: number) => net.add({ op: "maxPool", input, size: 2, stride, padding: "same" });

  const separable = (input: string, name: string, from: number, to: number) => {
    const depthwise = net.add({
      op: "depthwiseConvolution",
      input,
      filters: weights.get(`${name}/depthwise_filter`, 3, 3, from, 1),
      stride: 1,
      padding: "same",
    });
    return leaky(
      net.add({
        op: "convolution",
        input: depthwise,
        filters: weights.get(`${name}/pointwise_filter`, 1, 1, from, to),
        bias: weights.get(`${name}/bias`, to).data,
        stride: 1,
        padding: "valid",
      }),
    );
  };

  let x = net.add({ op: "normalize", input: NETWORK_INPUT, mean: [117.001, 114.697, 97.404], divisor: 255 });
  x = leaky(
    net.add({
      op: "convolution",
      input: x,
      filters: weights.get("conv0/filters", 3, 3, 3, 16),
      bias: weights.get("conv0/bias", 16).data,
      stride: 1,
      padding: "valid",
    }),
  );
  for (let level = 1; level <= 5; level++) {
    x = separable(pool(x, 2), `conv${level}`, 8 << level, 16 << level);
  }
  x = net.add({
    op: "convolution",
    input: pool(x, 1),
    filters: weights.get("conv8/filters", 1, 1, 512, 25),
    bias: weights.get("conv8/bias", 25).data,
    stride: 1,
    padding: "valid",
  });
  return {
    name: "tiny-face-detector",
    inputSize: "multipleOf32",
    nodes: net.nodes,
    output: x,
    outputShape: [-1, -1, 25],
  };
}
