import { describe, expect, it } from "vitest";
import { seededRandom } from "../calibration/seeded-random.js";
import type { Weights } from "./network.js";
import { type Layer, thinned } from "./thinned.js";

const random = seededRandom(7);
const numbers = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
const activated = (x: number) => (x > 0 ? x : 0.1 * x);

const depthwise = (channels: number): Weights => ({ shape: [3, 3, channels, 1], data: numbers(9 * channels) });
const pointwise = (from: number, to: number): Weights => ({ shape: [1, 1, from, to], data: numbers(from * to) });

/** Two layers and a head. */
const layers: Layer[] = [
  { depthwise: depthwise(3), pointwise: pointwise(3, 6), bias: numbers(6) },
  { depthwise: depthwise(6), pointwise: pointwise(6, 5), bias: numbers(5) },
  { pointwise: pointwise(5, 2), bias: numbers(2) },
];

/** What layers make of a picture that is the same everywhere, away from its edge. */
function run(through: readonly Layer[], input: readonly number[]): readonly number[] {
  return through.reduce<readonly number[]>((x, layer, i) => {
    const { shape, data } = layer.pointwise;
    const [, , from, to] = shape as [number, number, number, number];
    expect(x).toHaveLength(from);
    const filtered = x.map((value, c) => {
      const filter = Array.from(layer.depthwise?.data.filter((_, at) => at % from === c) ?? [1]);
      return value * filter.reduce((sum, each) => sum + each, 0);
    });
    const sums = Array.from(
      { length: to },
      (_, o) => layer.bias[o]! + filtered.reduce((sum, value, c) => sum + value * data[c * to + o]!, 0),
    );
    return i < through.length - 1 ? sums.map(activated) : sums;
  }, input);
}

const INPUT = [0.5, -1, 2];

/** What the channels of one layer have for the input. */
const channelsOf = (layer: number) => run(layers.slice(0, layer + 1), INPUT).map(activated);

describe("thinned layers", () => {
  it("give the same where the channels that are left out have what they are said to have", () => {
    const [first, second] = [channelsOf(0), channelsOf(1)];
    const steady = [
      { 1: first[1]!, 4: first[4]! },
      { 0: second[0]!, 2: second[2]!, 3: second[3]! },
    ];
    const thin = thinned(layers, steady);
    expect(thin.map(({ pointwise }) => pointwise.shape.slice(2))).toEqual([
      [3, 4],
      [4, 2],
      [2, 2],
    ]);
    expect(thin.map((layer) => layer.depthwise?.shape[2])).toEqual([3, 4, undefined]);
    const [expected, given] = [run(layers, INPUT), run(thin, INPUT)];
    given.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 4);
    });
  });

  it("give something else where they have another value", () => {
    const given = run(thinned(layers, [{ 1: channelsOf(0)[1]! + 1 }]), INPUT);
    expect(Math.abs(given[0]! - run(layers, INPUT)[0]!)).toBeGreaterThan(0.01);
  });

  it("are the same layers where nothing is steady", () => {
    expect(thinned(layers, [])).toEqual(layers);
  });
});
