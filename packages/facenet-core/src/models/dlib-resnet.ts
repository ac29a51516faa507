import { foldScale } from "./fold-scale.js";
import { NETWORK_INPUT, type Network, NetworkBuilder, type Padding } from "./network.js";
import type { WeightMap } from "./weight-manifest.js";

export const DLIB_CHIP_SIZE = 150;
export const DLIB_DIMENSION = 128;

const NO_PADDING = { top: 0, left: 0, bottom: 0, right: 0, channels: 0 };

/**
 * dlib's face recognition ResNet (Davis King, public domain): 29 convolutions, 150x150 RGB chip to 128-D. The output
 * is not unit length. A channel scale follows each convolution; both are linear, so the scale is folded into it.
 */
export function dlibResnet(weights: WeightMap): Network {
  const net = new NetworkBuilder();

  const scaledConvolution = (
    input: string,
    name: string,
    shape: [number, number, number, number],
    stride: number,
    padding: Padding,
  ) => {
    const channels = shape[3];
    const { filters, bias } = foldScale(
      weights.get(`${name}/conv/filters`, ...shape),
      weights.get(`${name}/conv/bias`, channels).data,
      weights.get(`${name}/scale/weights`, channels).data,
      weights.get(`${name}/scale/biases`, channels).data,
    );
    return net.add({ op: "convolution", input, filters, bias, stride, padding });
  };
  const relu = (input: string) => net.add({ op: "relu", input });

  const residual = (input: string, name: string, channels: number) => {
    const first = relu(scaledConvolution(input, `${name}/conv1`, [3, 3, channels, channels], 1, "same"));
    const second = scaledConvolution(first, `${name}/conv2`, [3, 3, channels, channels], 1, "same");
    return relu(net.add({ op: "add", inputs: [second, input] }));
  };

  /** The shortcut is a 2x2 mean with its new channels zero; `shrinks` where the convolution branch comes out one pixel smaller. */
  const residualDown = (input: string, name: string, from: number, to: number, shrinks: boolean) => {
    const first = relu(scaledConvolution(input, `${name}/conv1`, [3, 3, from, to], 2, "valid"));
    let branch = scaledConvolution(first, `${name}/conv2`, [3, 3, to, to], 1, "same");
    if (shrinks) branch = net.add({ op: "zeroPad", input: branch, ...NO_PADDING, bottom: 1, right: 1 });
    let shortcut = net.add({ op: "averagePool", input, size: 2, stride: 2 });
    if (to > from) shortcut = net.add({ op: "zeroPad", input: shortcut, ...NO_PADDING, channels: to - from });
    return relu(net.add({ op: "add", inputs: [shortcut, branch] }));
  };

  let x = net.add({ op: "normalize", input: NETWORK_INPUT, mean: [122.782, 117.001, 104.298], divisor: 255 });
  x = relu(scaledConvolution(x, "conv32_down", [7, 7, 3, 32], 2, "valid")); // 72
  x = net.add({ op: "maxPool", input: x, size: 3, stride: 2, padding: "valid" }); // 35
  for (const name of ["conv32_1", "conv32_2", "conv32_3"]) x = residual(x, name, 32);
  x = residualDown(x, "conv64_down", 32, 64, false); // 17
  for (const name of ["conv64_1", "conv64_2", "conv64_3"]) x = residual(x, name, 64);
  x = residualDown(x, "conv128_down", 64, 128, false); // 8
  for (const name of ["conv128_1", "conv128_2"]) x = residual(x, name, 128);
  x = residualDown(x, "conv256_down", 128, 256, true); // 4
  for (const name of ["conv256_1", "conv256_2"]) x = residual(x, name, 256);
  x = residualDown(x, "conv256_down_out", 256, 256, true); // 2
  x = net.add({ op: "mean", input: x });
  x = net.add({ op: "matmul", input: x, weights: weights.get("fc", 256, DLIB_DIMENSION) });
  return { name: "dlib-resnet", inputSize: DLIB_CHIP_SIZE, nodes: net.nodes, output: x, outputShape: [DLIB_DIMENSION] };
}
