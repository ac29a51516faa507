import { expect, it } from "vitest";
import { tripletLoss } from "./triplet-loss.js";

// The worked examples of the FaceNet exercise that this project grew out of, and their expected values.
it.each([
  { a: [[1, 1]], p: [[1, 1]], n: [[1, 1]], margin: 5, loss: 5 },
  { a: [[1, 1]], p: [[1, 1]], n: [[0, 0]], margin: 3, loss: 1 },
  { a: [[1, 1]], p: [[0, 0]], n: [[1, 1]], margin: 0, loss: 2 },
  { a: [[0, 0]], p: [[0, 0]], n: [[0, 0]], margin: -2, loss: 0 },
  {
    a: [
      [1, 0],
      [1, 0],
    ],
    p: [
      [1, 0],
      [1, 0],
    ],
    n: [
      [0, 1],
      [0, 1],
    ],
    margin: 3,
    loss: 2,
  },
  {
    a: [
      [1, 1],
      [2, 0],
    ],
    p: [
      [0, 3],
      [1, 1],
    ],
    n: [
      [1, 0],
      [0, 1],
    ],
    margin: 1,
    loss: 5,
  },
])("is $loss for anchors $a, positives $p, negatives $n and margin $margin", ({ a, p, n, margin, loss }) => {
  expect(tripletLoss(a, p, n, margin)).toBe(loss);
});

it("is the sum over the batch, so that rows do not pay for each other", () => {
  const far = [[9, 9]];
  const near = [[0, 0]];
  expect(
    tripletLoss(
      [
        [0, 0],
        [0, 0],
      ],
      [...near, ...near],
      [...far, ...near],
      1,
    ),
  ).toBe(1);
});

it("is zero for an empty batch and refuses shapes that do not fit", () => {
  expect(tripletLoss([], [], [], 1)).toBe(0);
  expect(() => tripletLoss([[1]], [], [[1]], 1)).toThrow(/differ in rows/);
  expect(() => tripletLoss([[1]], [[1, 2]], [[1]], 1)).toThrow(/differ in length/);
});
