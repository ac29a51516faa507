import type * as tensorflow from "@tensorflow/tfjs";
import type { OpenFaceTensors } from "./openface-folder.js";

type Symbolic = tensorflow.SymbolicTensor;

/**
 * The graph of the DeepLearning.AI exercise (`faceRecoModel`) in Keras layers, channels last: batch normalisation, zero
 * padding and flattening are layers of their own here, so that it checks what our description folds together. It ends
 * before the L2 normalisation.
 */
export function kerasOpenFace(tf: typeof tensorflow, tensors: OpenFaceTensors): tensorflow.LayersModel {
  const { layers } = tf;
  const weights = new Map<string, tensorflow.Tensor[]>();
  const vector = (name: string) => tf.tensor1d(tensors.get(name)!);

  const zeroPad = (x: Symbolic, before: number, after = before) =>
    layers
      .zeroPadding2d({
        padding: [
          [before, after],
          [before, after],
        ],
      })
      .apply(x) as Symbolic;
  const convolution = (input: Symbolic, name: string, to: number, size = 1, stride = 1, epsilon = 1e-5) => {
    const norm = name.replace("conv", "bn");
    const from = input.shape[3]!;
    weights.set(name, [
      tf.tensor4d(tensors.get(`${name}_w`)!, [to, from, size, size]).transpose([2, 3, 1, 0]),
      vector(`${name}_b`),
    ]);
    weights.set(
      norm,
      ["w", "b", "m", "v"].map((part) => vector(`${norm}_${part}`)),
    );
    let x = layers.conv2d({ name, filters: to, kernelSize: size, strides: stride }).apply(input);
    x = layers.batchNormalization({ name: norm, axis: 3, epsilon }).apply(x);
    return layers.reLU().apply(x) as Symbolic;
  };
  const maxPool = (x: Symbolic) => layers.maxPooling2d({ poolSize: 3, strides: 2 }).apply(x) as Symbolic;
  const meanPool = (x: Symbolic) => layers.averagePooling2d({ poolSize: 3, strides: 3 }).apply(x) as Symbolic;
  const concat = (...inputs: Symbolic[]) => layers.concatenate({ axis: 3 }).apply(inputs) as Symbolic;
  const branch = (x: Symbolic, block: string, size: 3 | 5, reduced: number, to: number, stride = 1) => {
    const name = `inception_${block}_${size}x${size}`;
    const padded = zeroPad(convolution(x, `${name}_conv1`, reduced), (size - 1) / 2);
    return convolution(padded, `${name}_conv2`, to, size, stride);
  };
  const pooled = (x: Symbolic, block: string, to: number) => convolution(x, `inception_${block}_pool_conv`, to);
  const pointwise = (x: Symbolic, block: string, to: number) => convolution(x, `inception_${block}_1x1_conv`, to);

  const input = tf.input({ shape: [96, 96, 3] });
  let x = convolution(zeroPad(input, 3), "conv1", 64, 7, 2, 1e-3);
  x = maxPool(zeroPad(x, 1));
  x = convolution(x, "conv2", 64);
  x = convolution(zeroPad(x, 1), "conv3", 192, 3);
  x = maxPool(zeroPad(x, 1));
  x = concat(
    branch(x, "3a", 3, 96, 128),
    branch(x, "3a", 5, 16, 32),
    zeroPad(pooled(maxPool(x), "3a", 32), 3, 4),
    pointwise(x, "3a", 64),
  );
  x = concat(
    branch(x, "3b", 3, 96, 128),
    branch(x, "3b", 5, 32, 64),
    zeroPad(pooled(meanPool(x), "3b", 64), 4),
    pointwise(x, "3b", 64),
  );
  x = concat(branch(x, "3c", 3, 128, 256, 2), branch(x, "3c", 5, 32, 64, 2), zeroPad(maxPool(x), 0, 1));
  x = concat(
    branch(x, "4a", 3, 96, 192),
    branch(x, "4a", 5, 32, 64),
    zeroPad(pooled(meanPool(x), "4a", 128), 2),
    pointwise(x, "4a", 256),
  );
  x = concat(branch(x, "4e", 3, 160, 256, 2), branch(x, "4e", 5, 64, 128, 2), zeroPad(maxPool(x), 0, 1));
  x = concat(branch(x, "5a", 3, 96, 384), zeroPad(pooled(meanPool(x), "5a", 96), 1), pointwise(x, "5a", 256));
  x = concat(branch(x, "5b", 3, 96, 384), zeroPad(pooled(maxPool(x), "5b", 96), 1), pointwise(x, "5b", 256));
  let y = layers.averagePooling2d({ poolSize: 3, strides: 1 }).apply(x);
  y = layers.flatten().apply(y);
  y = layers.dense({ name: "dense_layer", units: 128 }).apply(y);
  weights.set("dense_layer", [tf.tensor2d(tensors.get("dense_w")!, [128, 736]).transpose(), vector("dense_b")]);

  const model = tf.model({ inputs: input, outputs: y as Symbolic });
  for (const [name, values] of weights) model.getLayer(name).setWeights(values);
  return model;
}
