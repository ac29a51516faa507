/** Row-major numbers with their shape. Convolution filters are [height, width, in, out] as in the source manifests. */
export interface Weights {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * "same" pads so that out = ceil(in / stride), the odd pixel at the bottom and right, as TensorFlow does; a number pads
 * every side by as many pixels. Convolutions see zeros there, a maximum never takes them.
 */
export type Padding = "valid" | "same" | number;

/** One step of a network. Every tensor between steps is an image batch [N, H, W, C] or, after `mean`, a matrix [N, C]. */
export type NetworkNode = { readonly output: string } & (
  | {
      readonly op: "normalize";
      readonly input: string;
      readonly mean: readonly [number, number, number];
      readonly divisor: number;
    }
  | {
      readonly op: "convolution";
      readonly input: string;
      readonly filters: Weights;
      readonly bias?: Float32Array;
      readonly stride: number;
      readonly padding: Padding;
    }
  | {
      readonly op: "depthwiseConvolution";
      readonly input: string;
      /** [height, width, channels, 1] */
      readonly filters: Weights;
      readonly bias?: Float32Array;
      readonly stride: number;
      readonly padding: Padding;
    }
  | {
      readonly op: "maxPool";
      readonly input: string;
      readonly size: number;
      readonly stride: number;
      readonly padding: Padding;
    }
  | { readonly op: "averagePool"; readonly input: string; readonly size: number; readonly stride: number }
  /** Root of the sum of squares in the window. */
  | { readonly op: "l2Pool"; readonly input: string; readonly size: number; readonly stride: number }
  /** x / (1 + alpha / size * (sum of squares over `size` neighbouring channels)) ^ beta; `size` is odd. */
  | {
      readonly op: "localResponseNorm";
      readonly input: string;
      readonly size: number;
      readonly alpha: number;
      readonly beta: number;
    }
  | { readonly op: "relu"; readonly input: string }
  | { readonly op: "clip"; readonly input: string; readonly min: number; readonly max: number }
  | { readonly op: "leakyRelu"; readonly input: string; readonly slope: number }
  | { readonly op: "add"; readonly inputs: readonly [string, string] }
  /** Side by side along the channels. */
  | { readonly op: "concat"; readonly inputs: readonly string[] }
  | {
      readonly op: "zeroPad";
      readonly input: string;
      readonly top: number;
      readonly left: number;
      readonly bottom: number;
      readonly right: number;
      /** Zero channels behind the existing ones. */
      readonly channels: number;
    }
  | { readonly op: "mean"; readonly input: string }
  | { readonly op: "matmul"; readonly input: string; readonly weights: Weights; readonly bias?: Float32Array }
  /** Each row of a matrix to unit length. */
  | { readonly op: "l2Normalize"; readonly input: string }
);

/** A network as data: it takes a batch of RGB images as bytes [N, H, W, 3] named `image` and yields `output`. */
export interface Network {
  readonly name: string;
  /** Input height and width in pixels, or "multipleOf32" where any such size is taken. */
  readonly inputSize: number | "multipleOf32";
  readonly nodes: readonly NetworkNode[];
  readonly output: string;
  /** Layout of the result without its batch dimension, for readers and shape checks; -1 where it follows the input. */
  readonly outputShape: readonly number[];
}

export const NETWORK_INPUT = "image";

type NodeWithoutOutput = NetworkNode extends infer N ? (N extends NetworkNode ? Omit<N, "output"> : never) : never;

/** Appends nodes and names their outputs, so that a network reads from top to bottom. */
export class NetworkBuilder {
  readonly nodes: NetworkNode[] = [];

  add(node: NodeWithoutOutput): string {
    const output = `t${this.nodes.length}_${node.op}`;
    this.nodes.push({ ...node, output } as NetworkNode);
    return output;
  }
}
