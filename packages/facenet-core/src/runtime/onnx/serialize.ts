import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { NETWORK_INPUT, type Network, type NetworkNode, type Padding, type Weights } from "../../models/network.js";
import { inBlocks } from "./in-blocks.js";

/*
 * Writes a network as an ONNX file (onnx.proto3, IR version 8, operator set 13). The graph takes bytes [N, H, W, 3] and
 * casts them to float, so that callers hand over plain pixels. Field numbers are those of
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3. The same network always gives the same bytes.
 */

const IR_VERSION = 8;
const OPERATOR_SET = 13;
const FLOAT = 1;
const UINT8 = 2;
const INT64 = 7;

type Attribute = { name: string } & (
  | { float: number }
  | { int: number }
  | { ints: readonly number[] }
  | { text: string }
);

export function serializeOnnx(network: Network): Uint8Array {
  const graph = new GraphWriter();
  graph.node("Cast", [NETWORK_INPUT], "image_float", [{ name: "to", int: FLOAT }]);
  const asRows = network.nodes.every((node) => !readsPixels(node) || canReadRows(node));
  const pixels = asRows ? "image_rows" : "image_chw";
  if (asRows) {
    graph.node("Reshape", ["image_float", graph.integers("rows_shape", [0, 0, -1])], "image_hw", []);
    graph.node("Unsqueeze", ["image_hw", graph.integers("rows_axes", [1])], pixels, []);
  } else graph.node("Transpose", ["image_float"], pixels, [{ name: "perm", ints: [0, 3, 1, 2] }]);
  const nameOf = (tensor: string) => (tensor === NETWORK_INPUT ? pixels : tensor);
  for (const node of inBlocks(network.nodes)) writeNode(graph, node, nameOf, asRows);
  const isGrid = network.outputShape.length === 3;
  // Grids go back to channels last, which is how their readers walk them.
  if (isGrid) graph.node("Transpose", [network.output], "result", [{ name: "perm", ints: [0, 2, 3, 1] }]);
  else graph.node("Identity", [network.output], "result", []);

  const side = network.inputSize === "multipleOf32" ? undefined : network.inputSize;
  const inputShape = ["batch", side ?? "height", side ?? "width", 3];
  const outputShape = ["batch", ...network.outputShape.map((size, i) => (size < 0 ? `out${i}` : size))];
  const graphBytes = graph.finish(
    network.name,
    valueInfo(NETWORK_INPUT, UINT8, inputShape),
    valueInfo("result", FLOAT, outputShape),
  );

  const model = new BinaryWriter();
  model.tag(1, WireType.Varint).int64(IR_VERSION);
  model.tag(2, WireType.LengthDelimited).string("facenet-core");
  model.tag(7, WireType.LengthDelimited).bytes(graphBytes);
  model.tag(8, WireType.LengthDelimited).bytes(new BinaryWriter().tag(2, WireType.Varint).int64(OPERATOR_SET).finish());
  return model.finish();
}

const paddingAttribute = (padding: Padding): Attribute =>
  typeof padding === "number"
    ? { name: "pads", ints: [padding, padding, padding, padding] }
    : { name: "auto_pad", text: padding === "same" ? "SAME_UPPER" : "VALID" };
const square = (name: string, size: number): Attribute => ({ name, ints: [size, size] });

const readsPixels = (node: NetworkNode) =>
  "inputs" in node ? node.inputs.includes(NETWORK_INPUT) : node.input === NETWORK_INPUT;

/** Pixels need not be sorted by channel for a convolution: to it they are one plane [H, 3 W], three columns a pixel. */
const canReadRows = (node: NetworkNode) => node.op === "convolution" && node.padding === "valid";

function writeNode(
  graph: GraphWriter,
  node: NetworkNode,
  nameOf: (tensor: string) => string,
  pixelsAreRows: boolean,
): void {
  const { output } = node;
  switch (node.op) {
    case "normalize": {
      const mean = graph.floats(`${output}_mean`, [1, 3, 1, 1], Float32Array.from(node.mean));
      const divisor = graph.floats(`${output}_divisor`, [], Float32Array.of(node.divisor));
      graph.node("Sub", [nameOf(node.input), mean], `${output}_centred`, []);
      graph.node("Div", [`${output}_centred`, divisor], output, []);
      return;
    }
    case "convolution": {
      const [height, width, channelsIn, channelsOut] = node.filters.shape as [number, number, number, number];
      const [columns, planes] = pixelsAreRows && readsPixels(node) ? [channelsIn, 1] : [1, channelsIn];
      const across = width * columns;
      // [H, W, in, out] read as [H, W in, 1, out] is the same memory.
      const data = outInHeightWidth({ shape: [height, across, planes, channelsOut], data: node.filters.data });
      const inputs = [nameOf(node.input), graph.floats(`${output}_w`, [channelsOut, planes, height, across], data)];
      if (node.bias) inputs.push(graph.floats(`${output}_b`, [channelsOut], node.bias));
      graph.node("Conv", inputs, output, [
        paddingAttribute(node.padding),
        { name: "kernel_shape", ints: [height, across] },
        { name: "strides", ints: [node.stride, node.stride * columns] },
      ]);
      return;
    }
    case "depthwiseConvolution": {
      const [height, width, channels] = node.filters.shape as [number, number, number, number];
      // [H, W, C, 1] read as [H, W, in = 1, out = C] is the same memory.
      const data = outInHeightWidth({ shape: [height, width, 1, channels], data: node.filters.data });
      const inputs = [nameOf(node.input), graph.floats(`${output}_w`, [channels, 1, height, width], data)];
      if (node.bias) inputs.push(graph.floats(`${output}_b`, [channels], node.bias));
      graph.node("Conv", inputs, output, [
        paddingAttribute(node.padding),
        { name: "group", int: channels },
        { name: "kernel_shape", ints: [height, width] },
        square("strides", node.stride),
      ]);
      return;
    }
    case "maxPool":
      graph.node("MaxPool", [nameOf(node.input)], output, [
        paddingAttribute(node.padding),
        square("kernel_shape", node.size),
        square("strides", node.stride),
      ]);
      return;
    case "averagePool":
      graph.node("AveragePool", [nameOf(node.input)], output, [
        square("kernel_shape", node.size),
        square("strides", node.stride),
      ]);
      return;
    case "l2Pool":
      graph.node("LpPool", [nameOf(node.input)], output, [
        square("kernel_shape", node.size),
        { name: "p", int: 2 },
        square("strides", node.stride),
      ]);
      return;
    case "localResponseNorm":
      graph.node("LRN", [nameOf(node.input)], output, [
        { name: "alpha", float: node.alpha },
        { name: "beta", float: node.beta },
        { name: "bias", float: 1 },
        { name: "size", int: node.size },
      ]);
      return;
    case "relu":
      graph.node("Relu", [nameOf(node.input)], output, []);
      return;
    case "clip": {
      const min = graph.floats(`${output}_min`, [], Float32Array.of(node.min));
      const max = graph.floats(`${output}_max`, [], Float32Array.of(node.max));
      graph.node("Clip", [nameOf(node.input), min, max], output, []);
      return;
    }
    case "leakyRelu":
      graph.node("LeakyRelu", [nameOf(node.input)], output, [{ name: "alpha", float: node.slope }]);
      return;
    case "add":
      graph.node("Add", node.inputs.map(nameOf), output, []);
      return;
    case "concat":
      graph.node("Concat", node.inputs.map(nameOf), output, [{ name: "axis", int: 1 }]);
      return;
    case "zeroPad": {
      const { top, left, bottom, right, channels } = node;
      const pads = graph.integers(`${output}_pads`, [0, 0, top, left, 0, channels, bottom, right]);
      graph.node("Pad", [nameOf(node.input), pads], output, []);
      return;
    }
    case "mean":
      graph.node("GlobalAveragePool", [nameOf(node.input)], `${output}_pooled`, []);
      graph.node("Flatten", [`${output}_pooled`], output, [{ name: "axis", int: 1 }]);
      return;
    case "matmul": {
      const weights = graph.floats(`${output}_w`, node.weights.shape, node.weights.data);
      if (!node.bias) {
        graph.node("MatMul", [nameOf(node.input), weights], output, []);
        return;
      }
      const bias = graph.floats(`${output}_b`, [node.bias.length], node.bias);
      graph.node("Gemm", [nameOf(node.input), weights, bias], output, []);
      return;
    }
    case "l2Normalize":
      graph.node("LpNormalization", [nameOf(node.input)], output, [
        { name: "axis", int: 1 },
        { name: "p", int: 2 },
      ]);
      return;
    default:
      node satisfies never;
  }
}

/** Collects nodes and constants in the order in which they are written. */
class GraphWriter {
  private readonly nodes: Uint8Array[] = [];
  private readonly constants: Uint8Array[] = [];

  node(operator: string, inputs: readonly string[], output: string, attributes: readonly Attribute[]): void {
    const writer = new BinaryWriter();
    for (const input of inputs) writer.tag(1, WireType.LengthDelimited).string(input);
    writer.tag(2, WireType.LengthDelimited).string(output);
    writer.tag(3, WireType.LengthDelimited).string(`${operator}:${output}`);
    writer.tag(4, WireType.LengthDelimited).string(operator);
    for (const attribute of attributes) writer.tag(5, WireType.LengthDelimited).bytes(attributeBytes(attribute));
    this.nodes.push(writer.finish());
  }

  floats(name: string, shape: readonly number[], data: Float32Array): string {
    const bytes = new DataView(new ArrayBuffer(4 * data.length));
    data.forEach((value, i) => {
      bytes.setFloat32(4 * i, value, true);
    });
    return this.constant(name, FLOAT, shape, new Uint8Array(bytes.buffer));
  }

  integers(name: string, data: readonly number[]): string {
    const bytes = new DataView(new ArrayBuffer(8 * data.length));
    data.forEach((value, i) => {
      bytes.setBigInt64(8 * i, BigInt(value), true);
    });
    return this.constant(name, INT64, [data.length], new Uint8Array(bytes.buffer));
  }

  private constant(name: string, type: number, shape: readonly number[], raw: Uint8Array): string {
    const writer = new BinaryWriter();
    for (const size of shape) writer.tag(1, WireType.Varint).int64(size);
    writer.tag(2, WireType.Varint).int32(type);
    writer.tag(8, WireType.LengthDelimited).string(name);
    writer.tag(9, WireType.LengthDelimited).bytes(raw);
    this.constants.push(writer.finish());
    return name;
  }

  finish(name: string, input: Uint8Array, output: Uint8Array): Uint8Array {
    const writer = new BinaryWriter();
    for (const node of this.nodes) writer.tag(1, WireType.LengthDelimited).bytes(node);
    writer.tag(2, WireType.LengthDelimited).string(name);
    for (const constant of this.constants) writer.tag(5, WireType.LengthDelimited).bytes(constant);
    writer.tag(11, WireType.LengthDelimited).bytes(input);
    writer.tag(12, WireType.LengthDelimited).bytes(output);
    return writer.finish();
  }
}

function attributeBytes(attribute: Attribute): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(attribute.name);
  if ("float" in attribute) writer.tag(2, WireType.Bit32).float(attribute.float).tag(20, WireType.Varint).int32(1);
  else if ("int" in attribute) writer.tag(3, WireType.Varint).int64(attribute.int).tag(20, WireType.Varint).int32(2);
  else if ("text" in attribute) {
    writer
      .tag(4, WireType.LengthDelimited)
      .bytes(new TextEncoder().encode(attribute.text))
      .tag(20, WireType.Varint)
      .int32(3);
  } else {
    for (const value of attribute.ints) writer.tag(8, WireType.Varint).int64(value);
    writer.tag(20, WireType.Varint).int32(7);
  }
  return writer.finish();
}

function valueInfo(name: string, elementType: number, shape: readonly (number | string)[]): Uint8Array {
  const dimensions = new BinaryWriter();
  for (const size of shape) {
    const dimension = new BinaryWriter();
    if (typeof size === "number") dimension.tag(1, WireType.Varint).int64(size);
    else dimension.tag(2, WireType.LengthDelimited).string(size);
    dimensions.tag(1, WireType.LengthDelimited).bytes(dimension.finish());
  }
  const tensorType = new BinaryWriter()
    .tag(1, WireType.Varint)
    .int32(elementType)
    .tag(2, WireType.LengthDelimited)
    .bytes(dimensions.finish());
  const type = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(tensorType.finish());
  return new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(name)
    .tag(2, WireType.LengthDelimited)
    .bytes(type.finish())
    .finish();
}

/** [H, W, in, out] to [out, in, H, W]. */
function outInHeightWidth({ shape, data }: Weights): Float32Array {
  const [height, width, channelsIn, channelsOut] = shape as [number, number, number, number];
  const moved = new Float32Array(data.length);
  let to = 0;
  for (let o = 0; o < channelsOut; o++)
    for (let i = 0; i < channelsIn; i++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) moved[to++] = data[((y * width + x) * channelsIn + i) * channelsOut + o]!;
  return moved;
}
