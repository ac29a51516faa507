import type * as tensorflow from "@tensorflow/tfjs";
import { NETWORK_INPUT, type Network, type NetworkNode, type Weights } from "../../models/network.js";
import type { NetworkRunner } from "../network-runner.js";
import type { TensorFlow } from "./load-tensorflow.js";

type Images = tensorflow.Tensor4D;

/** Executes a network description with TensorFlow.js, whose backend is ready. Results agree with the ONNX export's. */
export function createTfjsRunner(tf: TensorFlow, network: Network): NetworkRunner {
  const tensors = new Map<Weights | Float32Array, tensorflow.Tensor>();
  // Kept from the end of the run that first needs them until the runner is closed.
  const kept = (key: Weights | Float32Array, make: () => tensorflow.Tensor) => {
    const known = tensors.get(key) ?? tf.keep(make());
    tensors.set(key, known);
    return known;
  };
  const constant = (weights: Weights) => kept(weights, () => tf.tensor(weights.data, [...weights.shape]));
  const vector = (data: Float32Array) => kept(data, () => tf.tensor1d(data));

  const step = (node: NetworkNode, value: (name: string) => tensorflow.Tensor): tensorflow.Tensor => {
    switch (node.op) {
      case "normalize":
        return tf.div(tf.sub(value(node.input), tf.tensor1d([...node.mean])), node.divisor);
      case "convolution": {
        const out = tf.conv2d(value(node.input) as Images, constant(node.filters) as Images, node.stride, node.padding);
        return node.bias ? tf.add(out, vector(node.bias)) : out;
      }
      case "depthwiseConvolution": {
        const input = value(node.input) as Images;
        const out = tf.depthwiseConv2d(input, constant(node.filters) as Images, node.stride, node.padding);
        return node.bias ? tf.add(out, vector(node.bias)) : out;
      }
      case "maxPool":
        return tf.maxPool(value(node.input) as Images, node.size, node.stride, node.padding);
      case "averagePool":
        return tf.avgPool(value(node.input) as Images, node.size, node.stride, "valid");
      case "l2Pool": {
        const meanSquare = tf.avgPool(tf.square(value(node.input)) as Images, node.size, node.stride, "valid");
        return tf.sqrt(tf.mul(meanSquare, node.size * node.size));
      }
      case "localResponseNorm":
        return tf.localResponseNormalization(
          value(node.input) as Images,
          (node.size - 1) / 2,
          1,
          node.alpha / node.size,
          node.beta,
        );
      case "relu":
        return tf.relu(value(node.input));
      case "clip":
        return tf.clipByValue(value(node.input), node.min, node.max);
      case "leakyRelu":
        return tf.leakyRelu(value(node.input), node.slope);
      case "add":
        return tf.add(value(node.inputs[0]), value(node.inputs[1]));
      case "concat":
        return tf.concat(node.inputs.map(value), 3);
      case "zeroPad":
        return tf.pad(value(node.input), [
          [0, 0],
          [node.top, node.bottom],
          [node.left, node.right],
          [0, node.channels],
        ]);
      case "mean":
        return tf.mean(value(node.input), [1, 2]);
      case "matmul": {
        const out = tf.matMul(value(node.input) as tensorflow.Tensor2D, constant(node.weights) as tensorflow.Tensor2D);
        return node.bias ? tf.add(out, vector(node.bias)) : out;
      }
      case "l2Normalize":
        return tf.div(value(node.input), tf.maximum(tf.norm(value(node.input), 2, 1, true), 1e-12));
    }
  };

  return {
    async run({ count, height, width, pixels }) {
      const result = tf.tidy(() => {
        const values = new Map<string, tensorflow.Tensor>();
        values.set(NETWORK_INPUT, tf.tensor4d(new Float32Array(pixels), [count, height, width, 3]));
        const value = (name: string) => {
          const tensor = values.get(name);
          if (!tensor) throw new Error(`network ${network.name} reads "${name}" before it is made`);
          return tensor;
        };
        for (const node of network.nodes) values.set(node.output, step(node, value));
        return value(network.output);
      });
      const output = { shape: result.shape, values: (await result.data()) as Float32Array };
      result.dispose();
      return output;
    },
    async close() {
      for (const tensor of tensors.values()) tensor.dispose();
      tensors.clear();
    },
  };
}
