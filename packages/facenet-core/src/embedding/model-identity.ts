/**
 * What produced an embedding, down to everything that moves distances: network, alignment, flip averaging, norm and
 * version. Distances of different model ids never meet.
 */
export const DLIB_MODEL_ID = "dlib-resnet.chip5.flip.l2.v1";

/** The same network on one reading of the landmarks and one picture. */
export const DLIB_ONCE_MODEL_ID = "dlib-resnet.chip5.once.l2.v1";

export const FACERES_MODEL_ID = "faceres.box68.l2.v1";

/**
 * A face as a point in the space of the model that put it there. `Id` keeps models apart where they are known when the
 * program is compiled; the check at run time is there in any case.
 */
export interface Embedding<Id extends string = string> {
  readonly modelId: Id;
  /** As many numbers as the model's dimension; of unit L2 norm unless the model's manifest says otherwise. */
  readonly values: Float32Array;
}

/** Thrown when embeddings of different models are compared: the distance would be a number without meaning. */
export class ModelMismatchError extends Error {
  constructor(
    readonly expected: string,
    readonly actual: string,
  ) {
    super(`embeddings of ${actual} cannot be compared under ${expected}`);
    this.name = "ModelMismatchError";
  }
}
