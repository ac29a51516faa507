import type * as tensorflow from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../src/calibration/seeded-random.js";
import { NETWORK_INPUT, type Network, NetworkBuilder } from "../src/models/network.js";
import { largerOnDiagonal } from "../src/models/tiny-face-detector.js";
import { createOnnxRunner } from "../src/runtime/onnx/onnx-runner.js";
import { serializeOnnx } from "../src/runtime/onnx/serialize.js";
import { createTfjsRunner } from "../src/runtime/tfjs/tfjs-runner.js";
import { wasmTensorFlow } from "./tensorflow.js";

const SIDE = 6;
const random = seededRandom(5);
const pixels = Uint8Array.from({ length: SIDE * SIDE * 3 }, () => 256 * random());
const pixel = (y: number, x: number, c: number) =>
  y < 0 || x < 0 || y >= SIDE || x >= SIDE ? undefined : pixels[(y * SIDE + x) * 3 + c]!;

/** Row-major [height x width x channels] of what a naive loop gives. */
function grid(height: number, width: number, channels: number, value: (y: number, x: number, c: number) => number) {
  const values: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) values.push(value(y, x, c));
  return { shape: [1, height, width, channels], values };
}

const window = (y: number, x: number, c: number, size: number) => {
  const seen: number[] = [];
  for (let dy = 0; dy < size; dy++) for (let dx = 0; dx < size; dx++) seen.push(pixel(y + dy, x + dx, c) ?? 0);
  return seen;
};
const filters = { shape: [3, 3, 3, 2], data: Float32Array.from({ length: 54 }, () => random() - 0.5) };

/** What the filters give of the pixels whose top left one is at (y, x). */
function convolved(y: number, x: number, c: number): number {
  let sum = 0;
  for (let dy = 0; dy < 3; dy++)
    for (let dx = 0; dx < 3; dx++)
      for (let i = 0; i < 3; i++)
        sum += (pixel(y + dy, x + dx, i) ?? 0) * filters.data[((dy * 3 + dx) * 3 + i) * 2 + c]!;
  return sum;
}

/** Each kind of node that is not in every network, on its own: what it is given, and what a naive loop makes of it. */
const CASES: Record<string, { node: Parameters<NetworkBuilder["add"]>[0]; expected: ReturnType<typeof grid> }> = {
  "convolution padded by a number": {
    node: { op: "convolution", input: NETWORK_INPUT, filters, stride: 2, padding: 1 },
    expected: grid(3, 3, 2, (y, x, c) => convolved(2 * y - 1, 2 * x - 1, c)),
  },
  "convolution that is not padded, which reads the pixels as they lie": {
    node: { op: "convolution", input: NETWORK_INPUT, filters, stride: 2, padding: "valid" },
    expected: grid(2, 2, 2, (y, x, c) => convolved(2 * y, 2 * x, c)),
  },
  "maximum padded by a number": {
    node: { op: "maxPool", input: NETWORK_INPUT, size: 3, stride: 2, padding: 1 },
    expected: grid(3, 3, 3, (y, x, c) => Math.max(...window(2 * y - 1, 2 * x - 1, c, 3))),
  },
  "root of the sum of squares": {
    node: { op: "l2Pool", input: NETWORK_INPUT, size: 3, stride: 3 },
    expected: grid(2, 2, 3, (y, x, c) => Math.hypot(...window(3 * y, 3 * x, c, 3))),
  },
  "normalisation over neighbouring channels": {
    node: { op: "localResponseNorm", input: NETWORK_INPUT, size: 3, alpha: 0.01, beta: 0.75 },
    expected: grid(SIDE, SIDE, 3, (y, x, c) => {
      let squares = 0;
      for (let k = Math.max(0, c - 1); k <= Math.min(2, c + 1); k++) squares += pixel(y, x, k)! ** 2;
      return pixel(y, x, c)! / (1 + (0.01 / 3) * squares) ** 0.75;
    }),
  },
  "channels side by side": {
    node: { op: "concat", inputs: [NETWORK_INPUT, NETWORK_INPUT] },
    expected: grid(SIDE, SIDE, 6, (y, x, c) => pixel(y, x, c % 3)!),
  },
  "zeros around, more after than before": {
    node: { op: "zeroPad", input: NETWORK_INPUT, top: 1, left: 2, bottom: 3, right: 4, channels: 5 },
    expected: grid(SIDE + 4, SIDE + 6, 8, (y, x, c) => (c < 3 ? (pixel(y - 1, x - 2, c) ?? 0) : 0)),
  },
};

describe("a node", () => {
  let tf: typeof tensorflow;
  beforeAll(async () => {
    tf = await wasmTensorFlow();
  });

  const run = async (network: Network) => {
    const batch = { count: 1, width: SIDE, height: SIDE, pixels };
    const onnx = await createOnnxRunner(serializeOnnx(network));
    const tfjs = createTfjsRunner(tf, network);
    const outputs = [await onnx.run(batch), await tfjs.run(batch)];
    await Promise.all([onnx.close(), tfjs.close()]);
    return outputs;
  };

  const expectGrid = async (net: NetworkBuilder, output: string, expected: ReturnType<typeof grid>) => {
    const outputShape = expected.shape.slice(1);
    for (const { shape, values } of await run({
      name: "one",
      inputSize: SIDE,
      nodes: net.nodes,
      output,
      outputShape,
    })) {
      expect(shape).toEqual(expected.shape);
      expect(values).toHaveLength(expected.values.length);
      expected.values.forEach((value, i) => {
        expect(Math.abs(values[i]! - value)).toBeLessThan(1e-3);
      });
    }
  };

  it.each(Object.entries(CASES))("gives a %s under both runtimes", async (_, { node, expected }) => {
    const net = new NetworkBuilder();
    await expectGrid(net, net.add(node), expected);
  });

  it("gives the larger of two on the diagonal of a window under both runtimes", async () => {
    const numbers = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
    const depthwise = { shape: [3, 3, 3, 1], data: numbers(27) };
    const pointwise = { shape: [1, 1, 3, 2], data: numbers(6) };
    const bias = numbers(2);
    const net = new NetworkBuilder();
    const output = largerOnDiagonal(net, NETWORK_INPUT, { depthwise, pointwise, bias });
    const separated = (y: number, x: number, c: number) => {
      let sum = bias[c]!;
      for (let i = 0; i < 3; i++)
        for (let dy = 0; dy < 3; dy++)
          for (let dx = 0; dx < 3; dx++)
            sum +=
              (pixel(y + dy - 1, x + dx - 1, i) ?? 0) *
              depthwise.data[(dy * 3 + dx) * 3 + i]! *
              pointwise.data[i * 2 + c]!;
      return sum;
    };
    const expected = grid(3, 3, 2, (y, x, c) =>
      Math.max(separated(2 * y, 2 * x, c), separated(2 * y + 1, 2 * x + 1, c)),
    );
    await expectGrid(net, output, expected);
  });

  it.each([
    ["a unit row of a row", 1],
    ["a zero row of a zero row", 0],
  ])("gives %s when it normalises", async (_, scale) => {
    const net = new NetworkBuilder();
    const weights = { shape: [3, 2], data: Float32Array.of(1, 2, 0.5, -1, 0, 3).map((value) => value * scale) };
    const matrix = net.add({ op: "matmul", input: net.add({ op: "mean", input: NETWORK_INPUT }), weights });
    const output = net.add({ op: "l2Normalize", input: matrix });
    for (const { values } of await run({ name: "row", inputSize: SIDE, nodes: net.nodes, output, outputShape: [2] }))
      expect(Math.hypot(...values)).toBeCloseTo(scale, 5);
  });
});
