import { expect, it } from "vitest";
import { euclideanBetween } from "./compare.js";
import { type Embedding, ModelMismatchError } from "./model-identity.js";

const of = <Id extends string>(modelId: Id, ...values: number[]): Embedding<Id> => ({
  modelId,
  values: Float32Array.from(values),
});

it("measures embeddings of one model", () => {
  expect(euclideanBetween(of("a", 0, 0), of("a", 3, 4))).toBe(5);
});

it("refuses embeddings of two models, already where the program is compiled", () => {
  // @ts-expect-error: "b" is not the model of the first embedding
  expect(() => euclideanBetween(of("a", 1), of("b", 1))).toThrow(ModelMismatchError);
});

it("refuses them at run time where the models are known only then", () => {
  const read = (modelId: string): Embedding => of(modelId, 1);
  expect(() => euclideanBetween(read("a"), read("b"))).toThrow("embeddings of b cannot be compared under a");
});
