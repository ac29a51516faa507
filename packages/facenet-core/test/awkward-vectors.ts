import fc from "fast-check";
import { seededRandom } from "../src/calibration/seeded-random.js";
import { normalized } from "../src/vector/index.js";
import { gaussian } from "./gaussian.js";

const FLOAT32_MAX = (2 - 2 ** -23) * 2 ** 127;
const FLOAT32_STEP = 2 ** -149;

/** Ways to fill a vector, from what an encoder gives to what only a mistake or an attacker would. All numbers are finite. */
const KINDS = {
  unit: (dimension: number, random: () => number) =>
    normalized(Float32Array.from({ length: dimension }, () => gaussian(random))),
  /** One of three vectors, so that equal rows and equal distances are common. */
  repeated: (dimension: number, random: () => number) => KINDS.unit(dimension, seededRandom(Math.floor(random() * 3))),
  /** One of those, off by the least amount in one number. */
  nudged: (dimension: number, random: () => number) => {
    const vector = KINDS.repeated(dimension, random);
    const at = Math.floor(random() * dimension);
    new Int32Array(vector.buffer)[at]! += 1;
    return vector;
  },
  zero: (dimension: number) => new Float32Array(dimension),
  constant: (dimension: number, random: () => number) => new Float32Array(dimension).fill(random() - 0.5),
  oneHot: (dimension: number, random: () => number) => {
    const vector = new Float32Array(dimension);
    vector[Math.floor(random() * dimension)] = random() < 0.5 ? -1 : 1;
    return vector;
  },
  denormal: (dimension: number, random: () => number) =>
    Float32Array.from({ length: dimension }, () => Math.floor((random() - 0.5) * 400) * FLOAT32_STEP),
  huge: (dimension: number, random: () => number) =>
    Float32Array.from({ length: dimension }, () => (random() * 2 - 1) * FLOAT32_MAX),
  greatest: (dimension: number, random: () => number) =>
    Float32Array.from({ length: dimension }, () => (random() < 0.5 ? -FLOAT32_MAX : FLOAT32_MAX)),
  allMagnitudes: (dimension: number, random: () => number) =>
    Float32Array.from({ length: dimension }, () => (random() * 2 - 1) * 2 ** (random() * 276 - 149)),
  small: (dimension: number, random: () => number) =>
    Float32Array.from({ length: dimension }, () => Math.floor(random() * 3) - 1),
};

/** A vector is drawn from a seed: fast-check shrinks to a simple kind, not through thousands of numbers. */
export function awkwardVector(dimension: number): fc.Arbitrary<Float32Array> {
  return fc
    .record({ kind: fc.constantFrom(...Object.values(KINDS)), seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }) })
    .map(({ kind, seed }) => kind(dimension, seededRandom(seed)));
}
