import { expect, it } from "vitest";
import { probit } from "./probit.js";

it.each([
  [0.5, 0],
  [0.1, -1.2815515655446004],
  [0.025, -1.959963984540054],
  [0.02, -2.053748910631823],
  [1e-3, -3.090232306167813],
  [1e-6, -4.753424308822899],
  [0.99, 2.3263478740408408],
])("puts %d where published tables do", (p, x) => {
  expect(Math.abs(probit(p) - x)).toBeLessThanOrEqual(1.2e-9 * Math.abs(x));
});

it("inverts the integral of the normal density", () => {
  for (const x of [-3.7, -1.9, -0.4, 0.8, 2.6]) {
    // Simpson's rule from far out in the tail.
    const steps = 20_000;
    const from = -12;
    const width = (x - from) / steps;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.exp(-((from + i * width) ** 2) / 2);
    }
    const p = (sum * width) / 3 / Math.sqrt(2 * Math.PI);
    expect(probit(p)).toBeCloseTo(x, 7);
  }
});

it("reaches its ends and refuses what lies beyond", () => {
  expect(probit(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(probit(1)).toBe(Number.POSITIVE_INFINITY);
  expect(() => probit(-0.1)).toThrow(RangeError);
  expect(() => probit(Number.NaN)).toThrow(RangeError);
});
