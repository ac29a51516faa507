import { euclidean } from "../vector/index.js";
import { type Embedding, ModelMismatchError } from "./model-identity.js";

/**
 * L2 distance of two embeddings of one model. Range [0, 2] where the model's embeddings are of unit length.
 * @throws ModelMismatchError for embeddings of different models, which the types refuse where they know the models.
 */
export function euclideanBetween<Id extends string>(a: Embedding<Id>, b: Embedding<NoInfer<Id>>): number {
  if (a.modelId !== b.modelId) throw new ModelMismatchError(a.modelId, b.modelId);
  return euclidean(a.values, b.values);
}
