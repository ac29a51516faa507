import { foldScale } from "./fold-scale.js";
import { NETWORK_INPUT, type Network, NetworkBuilder, type Padding } from "./network.js";
import { batchNormOf, OPENFACE_CONVOLUTIONS } from "./openface-weights.js";
import type { WeightMap } from "./weight-manifest.js";

export const OPENFACE_INPUT_SIZE = 96;
export const OPENFACE_DIMENSION = 128;

/**
 * Which of two networks the weights are put into. "course" is the graph of the DeepLearning.AI exercise: no response
 * normalisation, mean pooling, and 1e-3 as the first epsilon. "torch" is nn4.small2 as OpenFace trained it
 * (models/openface/nn4.small2.def.lua). Their embeddings differ, so they are two models.
 */
export type OpenFaceVariant = "course" | "torch";

/**
 * OpenFace nn4.small2, the small Inception FaceNet: 96x96 RGB to 128-D of unit length, 3,743,280 parameters. `weights` are
 * those of `parseOpenFaceWeights`; each batch normalisation is folded into its convolution. A pooled branch that comes
 * out smaller than the others is surrounded by zeros.
 */
export function openFaceNn4Small2(weights: WeightMap, variant: OpenFaceVariant): Network {
  const net = new NetworkBuilder();

  const convolution = (input: string, name: string, stride: number, padding: Padding) => {
    const [, to, from, size] = OPENFACE_CONVOLUTIONS.find(([candidate]) => candidate === name)!;
    const { scale, shift } = batchNorm(
      weights,
      batchNormOf(name),
      to,
      variant === "course" && name === "conv1" ? 1e-3 : 1e-5,
    );
    const filters = weights.get(`${name}_w`, size, size, from, to);
    const folded = foldScale(filters, weights.get(`${name}_b`, to).data, scale, shift);
    return net.add({ op: "relu", input: net.add({ op: "convolution", input, ...folded, stride, padding }) });
  };
  const maxPool = (input: string, padding: Padding) => net.add({ op: "maxPool", input, size: 3, stride: 2, padding });
  const meanPool = (input: string) =>
    net.add({ op: variant === "course" ? "averagePool" : "l2Pool", input, size: 3, stride: 3 });
  const responseNorm = (input: string) =>
    variant === "course" ? input : net.add({ op: "localResponseNorm", input, size: 5, alpha: 1e-4, beta: 0.75 });
  const bordered = (input: string, before: number, after: number) =>
    net.add({ op: "zeroPad", input, top: before, left: before, bottom: after, right: after, channels: 0 });
  const concat = (...inputs: string[]) => net.add({ op: "concat", inputs });

  /** Reduced to fewer channels, then seen through a window of `size`. */
  const branch = (input: string, block: string, size: 3 | 5, stride: number) => {
    const name = `inception_${block}_${size}x${size}`;
    return convolution(convolution(input, `${name}_conv1`, 1, 0), `${name}_conv2`, stride, (size - 1) / 2);
  };
  const pointwise = (input: string, block: string) => convolution(input, `inception_${block}_1x1_conv`, 1, 0);
  const projection = (pooled: string, block: string) => convolution(pooled, `inception_${block}_pool_conv`, 1, 0);

  let x = net.add({ op: "normalize", input: NETWORK_INPUT, mean: [0, 0, 0], divisor: 255 });
  x = convolution(x, "conv1", 2, 3); // 48
  x = responseNorm(maxPool(x, 1)); // 24
  x = convolution(x, "conv2", 1, 0);
  x = responseNorm(convolution(x, "conv3", 1, 1));
  x = maxPool(x, 1); // 12
  x = concat(
    branch(x, "3a", 3, 1),
    branch(x, "3a", 5, 1),
    bordered(projection(maxPool(x, "valid"), "3a"), 3, 4),
    pointwise(x, "3a"),
  );
  x = concat(
    branch(x, "3b", 3, 1),
    branch(x, "3b", 5, 1),
    bordered(projection(meanPool(x), "3b"), 4, 4),
    pointwise(x, "3b"),
  );
  x = concat(branch(x, "3c", 3, 2), branch(x, "3c", 5, 2), bordered(maxPool(x, "valid"), 0, 1)); // 6
  x = concat(
    branch(x, "4a", 3, 1),
    branch(x, "4a", 5, 1),
    bordered(projection(meanPool(x), "4a"), 2, 2),
    pointwise(x, "4a"),
  );
  x = concat(branch(x, "4e", 3, 2), branch(x, "4e", 5, 2), bordered(maxPool(x, "valid"), 0, 1)); // 3
  x = concat(branch(x, "5a", 3, 1), bordered(projection(meanPool(x), "5a"), 1, 1), pointwise(x, "5a"));
  x = concat(branch(x, "5b", 3, 1), bordered(projection(maxPool(x, "valid"), "5b"), 1, 1), pointwise(x, "5b"));
  x = net.add({ op: "mean", input: x });
  x = net.add({
    op: "matmul",
    input: x,
    weights: weights.get("dense_w", 736, OPENFACE_DIMENSION),
    bias: weights.get("dense_b", OPENFACE_DIMENSION).data,
  });
  x = net.add({ op: "l2Normalize", input: x });
  return {
    name: `openface-nn4-small2-${variant}`,
    inputSize: OPENFACE_INPUT_SIZE,
    nodes: net.nodes,
    output: x,
    outputShape: [OPENFACE_DIMENSION],
  };
}

/** (x - mean) / sqrt(variance + epsilon) * weight + bias as x * scale + shift. */
function batchNorm(weights: WeightMap, name: string, channels: number, epsilon: number) {
  const of = (part: "w" | "b" | "m" | "v") => weights.get(`${name}_${part}`, channels).data;
  const [weight, bias, mean, variance] = [of("w"), of("b"), of("m"), of("v")];
  const scale = Float64Array.from(weight, (value, i) => value / Math.sqrt(variance[i]! + epsilon));
  return { scale, shift: Float64Array.from(bias, (value, i) => value - mean[i]! * scale[i]!) };
}
