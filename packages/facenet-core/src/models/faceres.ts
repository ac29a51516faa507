import { foldScale } from "./fold-scale.js";
import { NETWORK_INPUT, type Network, NetworkBuilder, type Weights } from "./network.js";
import type { WeightMap } from "./weight-manifest.js";

export const FACERES_INPUT_SIZE = 224;
export const FACERES_DIMENSION = 1024;

/** Output channels and stride of the thirteen separable blocks of MobileNet v1. */
const BLOCKS: readonly (readonly [channels: number, stride: 1 | 2])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

/**
 * The identity branch of "faceres" (A. Savchenko, HSE_FaceRec_tf; PeerJ Computer Science 5:e197): MobileNet v1, 224x224 RGB
 * to 1024-D, not of unit length. The original takes blue first; here the first filters are turned round instead.
 */
export function faceres(weights: WeightMap): Network {
  const net = new NetworkBuilder();
  const clipped = (input: string) => net.add({ op: "clip", input, min: 0, max: 6 });
  const convolution = (input: string, filters: Weights, name: string, channels: number, stride: number) => {
    const bias = weights.get(`${name}_bn/batchnorm_1/sub`, channels).data;
    return clipped(net.add({ op: "convolution", input, filters, bias, stride, padding: "same" }));
  };
  const depthwise = (input: string, name: string, channels: number, stride: number) => {
    const folded = foldScale(
      weights.get(`${name}/depthwise_kernel`, 3, 3, channels, 1),
      new Float32Array(channels),
      weights.get(`${name}_bn/batchnorm_1/mul`, channels).data,
      weights.get(`${name}_bn/batchnorm_1/sub`, channels).data,
    );
    return clipped(net.add({ op: "depthwiseConvolution", input, ...folded, stride, padding: "same" }));
  };

  let x = net.add({ op: "normalize", input: NETWORK_INPUT, mean: [123.68, 116.779, 103.939], divisor: 1 });
  const first = withInputsReversed(weights.get("conv1/convolution/merged_input", 3, 3, 3, 32));
  x = convolution(x, first, "conv1", 32, 2); // 112
  let from = 32;
  for (const [i, [to, stride]] of BLOCKS.entries()) {
    x = depthwise(x, `conv_dw_${i + 1}`, from, stride);
    const name = `conv_pw_${i + 1}`;
    x = convolution(x, weights.get(`${name}/convolution/merged_input`, 1, 1, from, to), name, to, 1);
    from = to;
  }
  x = net.add({ op: "mean", input: x }); // of 7 x 7
  return {
    name: "faceres",
    inputSize: FACERES_INPUT_SIZE,
    nodes: net.nodes,
    output: x,
    outputShape: [FACERES_DIMENSION],
  };
}

/** [height, width, in, out] with the input channels in the opposite order. */
function withInputsReversed({ shape, data }: Weights): Weights {
  const [height, width, channelsIn, channelsOut] = shape as [number, number, number, number];
  const reversed = new Float32Array(data.length);
  for (let place = 0; place < height * width; place++)
    for (let i = 0; i < channelsIn; i++)
      for (let o = 0; o < channelsOut; o++)
        reversed[(place * channelsIn + i) * channelsOut + o] =
          data[(place * channelsIn + channelsIn - 1 - i) * channelsOut + o]!;
  return { shape, data: reversed };
}
