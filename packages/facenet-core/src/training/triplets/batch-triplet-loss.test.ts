import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cpuTensorFlow, wasmTensorFlow } from "../../../test/tensorflow.js";
import { seededRandom } from "../../calibration/seeded-random.js";
import type { Tensor2D, TensorFlow } from "../../runtime/tfjs/tensorflow.js";
import { tripletLoss } from "../triplet-loss.js";
import { batchTripletLoss, tripletLosses } from "./batch-triplet-loss.js";
import { readDistanceMatrix, squaredEuclideanMatrix } from "./distance-matrix.js";
import { mineBatchAll } from "./mine-batch-all.js";
import { mineBatchHard } from "./mine-batch-hard.js";
import { mineSemiHard } from "./mine-semi-hard.js";
import { meanActiveLoss, meanLoss, sumOfLosses } from "./reducers.js";
import type { Triplets } from "./triplets.js";

type Rows = number[][];

const MARGIN = 0.5;
const LABELS = ["a", "a", "a", "b", "b", "c", "c", "d"];
const random = seededRandom(21);
const ROWS: Rows = LABELS.map(() => Array.from({ length: 5 }, () => random() - 0.5));

const miners = {
  "batch all": mineBatchAll,
  "batch hard": mineBatchHard,
  "semi-hard": (...[distances, labels]: Parameters<typeof mineBatchAll>) =>
    mineSemiHard(distances, labels, { margin: MARGIN, random: seededRandom(1) }),
};

/** In 64-bit floating point, triplet by triplet. */
function naiveLosses(rows: Rows, { anchors, positives, negatives }: Triplets): number[] {
  const squared = (a: number[], b: number[]) => a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0);
  return [...anchors].map((anchor, i) => {
    const [a, p, n] = [rows[anchor]!, rows[positives[i]!]!, rows[negatives[i]!]!];
    return Math.max(0, squared(a, p) - squared(a, n) + MARGIN);
  });
}

const sum = (losses: number[]) => losses.reduce((total, loss) => total + loss, 0);
const reducers = {
  sum: { reduce: sumOfLosses, naive: sum },
  mean: { reduce: meanLoss, naive: (losses: number[]) => sum(losses) / Math.max(1, losses.length) },
  "mean of the active": {
    reduce: meanActiveLoss,
    naive: (losses: number[]) => sum(losses) / Math.max(1, losses.filter((loss) => loss > 0).length),
  },
};

/** Central differences of `f` at `rows`. */
function differences(rows: Rows, f: (rows: Rows) => number, step = 1e-6): Rows {
  return rows.map((row, i) =>
    row.map((_, k) => {
      const moved = (by: number) => rows.map((r, j) => (j === i ? r.map((v, l) => (l === k ? v + by : v)) : r));
      return (f(moved(step)) - f(moved(-step))) / (2 * step);
    }),
  );
}

describe.each([
  ["CPU", cpuTensorFlow],
  ["WASM", wasmTensorFlow],
])("on TensorFlow.js, %s", (_, load) => {
  let tf: TensorFlow;
  let tensors: number;
  beforeAll(async () => {
    tf = await load();
  });
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });

  const withTensor = <T>(rows: Rows, use: (tensor: Tensor2D) => T): T => {
    const tensor = tf.tensor2d(rows, [rows.length, rows[0]?.length ?? 3]);
    try {
      return use(tensor);
    } finally {
      tensor.dispose();
    }
  };
  const minedFrom = (rows: Rows, miner: keyof typeof miners) =>
    withTensor(rows, (x) => {
      const distances = squaredEuclideanMatrix(tf, x);
      const triplets = miners[miner](readDistanceMatrix(distances), LABELS);
      distances.dispose();
      return triplets;
    });

  describe("squaredEuclideanMatrix", () => {
    it("agrees with subtraction, pair by pair", () => {
      const got = tf.tidy(() => withTensor(ROWS, (x) => squaredEuclideanMatrix(tf, x).arraySync()));
      ROWS.forEach((a, i) => {
        ROWS.forEach((b, j) => {
          expect(got[i]![j]).toBeCloseTo(
            a.reduce((total, value, k) => total + (value - b[k]!) ** 2, 0),
            5,
          );
        });
      });
    });

    it("is never negative, however the rounding falls", () => {
      const twins = Array.from({ length: 20 }, () => [0.1, 0.7, -0.3, 1 / 3]);
      const got = tf.tidy(() => withTensor(twins, (x) => squaredEuclideanMatrix(tf, x).dataSync()));
      for (const distance of got) expect(distance).toBeGreaterThanOrEqual(0);
    });

    it("says in words that it takes a matrix, and that it is one itself", () => {
      tf.tidy(() => {
        expect(() => squaredEuclideanMatrix(tf, tf.zeros([0, 3]) as Tensor2D)).toThrow("not of shape [0 x 3]");
        const vector = tf.tensor1d([1, 2]) as unknown as Tensor2D;
        expect(() => squaredEuclideanMatrix(tf, vector)).toThrow("not of shape [2]");
        expect(() => readDistanceMatrix(tf.zeros([2, 3]) as Tensor2D)).toThrow("square, not of shape [2 x 3]");
      });
    });
  });

  describe.each(Object.keys(miners) as (keyof typeof miners)[])("triplet loss, %s", (miner) => {
    it("of each triplet agrees with a loop", () => {
      const triplets = minedFrom(ROWS, miner);
      expect(triplets.anchors.length).toBeGreaterThan(3);
      const got = tf.tidy(() =>
        withTensor(ROWS, (x) => tripletLosses(tf, squaredEuclideanMatrix(tf, x), triplets, MARGIN).arraySync()),
      );
      naiveLosses(ROWS, triplets).forEach((loss, i) => {
        expect(got[i]).toBeCloseTo(loss, 5);
      });
    });

    it.each(Object.entries(reducers))("reduced to its %s has the gradient of central differences", (_, reducer) => {
      const triplets = minedFrom(ROWS, miner);
      const { value, gradient } = tf.tidy(() =>
        withTensor(ROWS, (x) => {
          const loss = (rows: Tensor2D) =>
            batchTripletLoss(tf, rows, LABELS, { mine: miners[miner], reduce: reducer.reduce, margin: MARGIN });
          const { value, grad } = tf.valueAndGrad((rows) => loss(rows as Tensor2D))(x);
          return { value: value.dataSync()[0]!, gradient: grad.arraySync() as Rows };
        }),
      );
      const naive = (rows: Rows) => reducer.naive(naiveLosses(rows, triplets));
      expect(value).toBeCloseTo(naive(ROWS), 4);
      const expected = differences(ROWS, naive);
      expect(Math.max(...expected.flat())).toBeGreaterThan(0.01);
      expected.forEach((row, i) => {
        row.forEach((derivative, k) => {
          expect(gradient[i]![k]).toBeCloseTo(derivative, 4);
        });
      });
    });
  });

  it("is the plain triplet loss when summed over the same rows", () => {
    const triplets = minedFrom(ROWS, "batch all");
    const rowsAt = (indices: Int32Array) => [...indices].map((index) => ROWS[index]!);
    const got = tf.tidy(() =>
      withTensor(ROWS, (x) =>
        sumOfLosses(tf, tripletLosses(tf, squaredEuclideanMatrix(tf, x), triplets, MARGIN)).dataSync(),
      ),
    );
    expect(got[0]).toBeCloseTo(
      tripletLoss(rowsAt(triplets.anchors), rowsAt(triplets.positives), rowsAt(triplets.negatives), MARGIN),
      3,
    );
  });

  it.each(Object.entries(reducers))("is 0 with gradient 0 when there is no triplet: %s", (_, { reduce }) => {
    const { value, gradient } = tf.tidy(() =>
      withTensor(ROWS, (x) => {
        const strangers = ROWS.map((_, row) => row);
        const { value, grad } = tf.valueAndGrad((rows) =>
          batchTripletLoss(tf, rows as Tensor2D, strangers, { mine: mineBatchAll, reduce, margin: MARGIN }),
        )(x);
        return { value: value.dataSync()[0], gradient: [...grad.dataSync()] };
      }),
    );
    expect(value).toBe(0);
    expect(gradient.every((derivative) => derivative === 0)).toBe(true);
  });

  it("says in words which triplets do not fit", () => {
    const [one, two] = [Int32Array.of(0), Int32Array.of(0, 1)];
    tf.tidy(() => {
      const distances = tf.zeros([2, 2]) as Tensor2D;
      expect(() => tripletLosses(tf, distances, { anchors: one, positives: two, negatives: one }, 1)).toThrow(
        "1 anchors, 2 positives, 1 negatives",
      );
      expect(() =>
        tripletLosses(tf, distances, { anchors: one, positives: one, negatives: Int32Array.of(2) }, 1),
      ).toThrow("names row 2 of a batch of 2");
    });
  });
});
