/**
 * What produced an embedding, down to everything that moves distances: network, alignment, flip averaging, norm and
 * version. Distances of different model ids never meet.
 */
export const DLIB_MODEL_ID = "dlib-resnet.chip5.flip.l2.v1";

/** A face as a point on the unit sphere, tied to the model that put it there. */
export interface Embedding {
  readonly modelId: string;
  /** 128 numbers of unit L2 norm. */
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
