import { beforeAll, describe, expect, it } from "vitest";
import { cpuTensorFlow, wasmTensorFlow } from "../../../test/tensorflow.js";
import { seededRandom } from "../../calibration/seeded-random.js";
import { ModelMismatchError } from "../../embedding/model-identity.js";
import type { Tensor2D, TensorFlow } from "../../runtime/tfjs/tensorflow.js";
import { norm, normalized } from "../../vector/index.js";
import { mineBatchAll } from "../triplets/mine-batch-all.js";
import { meanLoss, sumOfLosses } from "../triplets/reducers.js";
import { headLoss } from "./head-loss.js";
import { applyHead, createLinearHead, identityWeights, projected } from "./linear-head.js";

const DIMENSION = 4;
const random = seededRandom(31);
const draw = (length: number) => Float32Array.from({ length }, () => random() - 0.5);

describe("a linear head", () => {
  const head = createLinearHead("base", draw(DIMENSION ** 2));

  it("multiplies the embedding by the matrix and scales it to unit length", () => {
    const values = normalized(draw(DIMENSION));
    const expected = Float32Array.from({ length: DIMENSION }, (_, column) =>
      values.reduce((sum, value, row) => sum + value * head.weights[row * DIMENSION + column]!, 0),
    );
    const result = applyHead(head, { modelId: "base", values });
    expect(result.modelId).toBe(head.modelId);
    expect(norm(result.values)).toBeCloseTo(1, 6);
    normalized(expected).forEach((value, i) => {
      expect(result.values[i]).toBeCloseTo(value, 6);
    });
  });

  it("changes nothing as the identity", () => {
    const values = normalized(draw(DIMENSION));
    projected(identityWeights(DIMENSION), values).forEach((value, i) => {
      expect(value).toBeCloseTo(values[i]!, 6);
    });
  });

  it("has an id of its base and of every bit of its weights", () => {
    expect(head.modelId).toMatch(/^base\.head-[0-9a-f]{12}$/);
    expect(createLinearHead("base", head.weights.slice()).modelId).toBe(head.modelId);
    expect(createLinearHead("other", head.weights).modelId).not.toBe(head.modelId);
    const touched = head.weights.slice();
    touched[7]! += 1e-6;
    expect(createLinearHead("base", touched).modelId).not.toBe(head.modelId);
  });

  it("keeps its id when the weights are a window on other bytes, and its weights when those change", () => {
    const bytes = new Float32Array(DIMENSION ** 2 + 3);
    bytes.set(head.weights, 3);
    const window = bytes.subarray(3);
    const copy = createLinearHead("base", window);
    expect(copy.modelId).toBe(head.modelId);
    window.fill(0);
    expect(copy.weights).toEqual(head.weights);
  });

  it("refuses what is not its own", () => {
    expect(() => applyHead(head, { modelId: "other", values: draw(DIMENSION) })).toThrow(ModelMismatchError);
    expect(() => applyHead(head, { modelId: "base", values: draw(3) })).toThrow("16 weights does not take");
    expect(() => createLinearHead("base", draw(15))).toThrow("15 weights are not a square matrix");
    expect(() => createLinearHead("base", new Float32Array())).toThrow("not a square matrix");
    expect(() => createLinearHead("base", Float32Array.of(Number.NaN))).toThrow("finite");
  });
});

describe.each([
  ["CPU", cpuTensorFlow],
  ["WASM", wasmTensorFlow],
])("the loss of a head on TensorFlow.js, %s", (_, load) => {
  let tf: TensorFlow;
  beforeAll(async () => {
    tf = await load();
  });

  const labels = ["a", "a", "b", "b", "c"];
  const rows = labels.map(() => [...normalized(draw(DIMENSION))]);
  const weights = Array.from({ length: DIMENSION }, (_, i) =>
    [...draw(DIMENSION)].map((v, j) => v + (i === j ? 1 : 0)),
  );
  const margin = 0.4;
  const identityPull = 0.3;

  /** In 64-bit floating point, with loops. */
  function naiveLoss(matrix: number[][]): number {
    const points = rows.map((row) => {
      const product = matrix[0]!.map((_, j) => row.reduce((sum, value, i) => sum + value * matrix[i]![j]!, 0));
      const length = Math.hypot(...product);
      return product.map((value) => value / length);
    });
    const squared = (a: number, b: number) =>
      points[a]!.reduce((sum, value, k) => sum + (value - points[b]![k]!) ** 2, 0);
    let loss = 0;
    for (const [a, person] of labels.entries()) {
      for (const [p, positive] of labels.entries()) {
        if (p === a || positive !== person) continue;
        for (const [n, negative] of labels.entries()) {
          if (negative !== person) loss += Math.max(0, squared(a, p) - squared(a, n) + margin);
        }
      }
    }
    const change = matrix.flatMap((row, i) => row.map((value, j) => (value - (i === j ? 1 : 0)) ** 2));
    return loss + identityPull * change.reduce((sum, value) => sum + value, 0);
  }

  it("and its gradient agree with a loop and its central differences", () => {
    const { value, gradient } = tf.tidy(() => {
      const batch = tf.tensor2d(rows);
      const options = { mine: mineBatchAll, reduce: sumOfLosses, margin, identityPull };
      const { value, grad } = tf.valueAndGrad((w) => headLoss(tf, w as Tensor2D, batch, labels, options))(
        tf.tensor2d(weights),
      );
      return { value: value.dataSync()[0]!, gradient: grad.arraySync() as number[][] };
    });
    expect(value).toBeCloseTo(naiveLoss(weights), 4);
    weights.forEach((row, i) => {
      row.forEach((_, j) => {
        const moved = (by: number) => weights.map((r, k) => (k === i ? r.map((v, l) => (l === j ? v + by : v)) : r));
        const derivative = (naiveLoss(moved(1e-6)) - naiveLoss(moved(-1e-6))) / 2e-6;
        expect(gradient[i]![j]).toBeCloseTo(derivative, 3);
      });
    });
  });

  it("is the pull alone for a batch of strangers", () => {
    const loss = tf.tidy(
      () =>
        headLoss(tf, tf.tensor2d(weights), tf.tensor2d(rows), ["a", "b", "c", "d", "e"], {
          mine: mineBatchAll,
          reduce: meanLoss,
          margin,
          identityPull,
        }).dataSync()[0]!,
    );
    const change = weights.flatMap((row, i) => row.map((value, j) => (value - (i === j ? 1 : 0)) ** 2));
    expect(loss).toBeCloseTo(identityPull * change.reduce((sum, value) => sum + value, 0), 5);
  });
});
