import { NETWORK_INPUT, type Network, NetworkBuilder } from "./network.js";
import type { WeightMap } from "./weight-manifest.js";

export const LANDMARK_INPUT_SIZE = 112;

/**
 * 68-point landmark net of face-api: 112x112 RGB to 68 (x, y) in 0..1 of the input. Four densely added blocks of
 * depthwise-separable convolutions. The mean is not folded into the first convolution: its zero padding stands for
 * zero after the subtraction.
 */
export function landmarks68(weights: WeightMap): Network {
  const net = new NetworkBuilder();
  const add = (a: string, b: string) => net.add({ op: "add", inputs: [a, b] });
  const relu = (input: string) => net.add({ op: "relu", input });

  const separable = (input: string, name: string, from: number, to: number, stride: number) => {
    const depthwise = net.add({
      op: "depthwiseConvolution",
      input,
      filters: weights.get(`${name}/depthwise_filter`, 3, 3, from, 1),
      stride,
      padding: "same",
    });
    return net.add({
      op: "convolution",
      input: depthwise,
      filters: weights.get(`${name}/pointwise_filter`, 1, 1, from, to),
      bias: weights.get(`${name}/bias`, to).data,
      stride: 1,
      padding: "valid",
    });
  };

  const block = (input: string, name: string, from: number, to: number) => {
    const first = relu(
      from === 3
        ? net.add({
            op: "convolution",
            input,
            filters: weights.get(`${name}/conv0/filters`, 3, 3, from, to),
            bias: weights.get(`${name}/conv0/bias`, to).data,
            stride: 2,
            padding: "same",
          })
        : separable(input, `${name}/conv0`, from, to, 2),
    );
    const second = separable(first, `${name}/conv1`, to, to, 1);
    const third = separable(relu(add(first, second)), `${name}/conv2`, to, to, 1);
    const sum = add(first, add(second, third));
    const fourth = separable(relu(sum), `${name}/conv3`, to, to, 1);
    return relu(add(sum, fourth));
  };

  let x = net.add({ op: "normalize", input: NETWORK_INPUT, mean: [122.782, 117.001, 104.298], divisor: 255 });
  x = block(x, "dense0", 3, 32); // 56
  x = block(x, "dense1", 32, 64); // 28
  x = block(x, "dense2", 64, 128); // 14
  x = block(x, "dense3", 128, 256); // 7
  x = net.add({ op: "mean", input: x });
  x = net.add({
    op: "matmul",
    input: x,
    weights: weights.get("fc/weights", 256, 136),
    bias: weights.get("fc/bias", 136).data,
  });
  return { name: "landmarks-68", inputSize: LANDMARK_INPUT_SIZE, nodes: net.nodes, output: x, outputShape: [136] };
}
