import { describe, expect, it } from "vitest";
import { norm, normalized, squaredEuclidean } from "../vector/index.js";
import { euclideanBetween } from "./compare.js";
import { fuseEmbeddings } from "./fuse-embeddings.js";
import { ModelMismatchError } from "./model-identity.js";

const unit = <Id extends string>(modelId: Id, ...values: number[]) => ({
  modelId,
  values: normalized(Float32Array.from(values)),
});
const [a1, a2] = [unit("a", 1, 2, -3), unit("a", 0.5, 2, 1)];
const [b1, b2] = [unit("b", 4, -1, 0, 2, 7), unit("b", 1, 1, 1, -1, 0)];

describe("fuseEmbeddings", () => {
  it.each([0, 0.1, 0.5, 1])("measures the weighted mean of both squared distances, weight %s", (weight) => {
    const [first, second] = [fuseEmbeddings(a1, b1, weight), fuseEmbeddings(a2, b2, weight)];
    expect(first.values).toHaveLength(8);
    expect(norm(first.values)).toBeCloseTo(1, 6);
    expect(squaredEuclidean(first.values, second.values)).toBeCloseTo(
      (1 - weight) * squaredEuclidean(a1.values, a2.values) + weight * squaredEuclidean(b1.values, b2.values),
      6,
    );
  });

  it("makes a model of its own of every pair and weight", () => {
    const fused = fuseEmbeddings(a1, b1, 0.1);
    expect(fused.modelId).toBe("a+b@0.1");
    expect(() => euclideanBetween(fused, fuseEmbeddings(a1, b1, 0.2))).toThrow(ModelMismatchError);
    // @ts-expect-error: neither part can be compared with the whole
    expect(() => euclideanBetween(fused, a1)).toThrow(ModelMismatchError);
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses the weight %s", (weight) => {
    expect(() => fuseEmbeddings(a1, b1, weight)).toThrow(/between 0 and 1/);
  });

  it("refuses an embedding that is not of unit length, or not a number", () => {
    const long = { modelId: "b", values: Float32Array.of(3, 4) };
    expect(() => fuseEmbeddings(a1, long, 0.1)).toThrow(/embedding of b has norm 5/);
    expect(() => fuseEmbeddings({ modelId: "a", values: Float32Array.of(Number.NaN) }, b1, 0.1)).toThrow(/norm NaN/);
  });
});
