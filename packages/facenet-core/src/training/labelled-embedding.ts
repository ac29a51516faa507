/** One stored face and whose it is: what training reads. */
export interface LabelledEmbedding {
  readonly personId: string;
  /** Unit L2 norm; all embeddings of one training have the same length and come from the same model. */
  readonly values: Float32Array;
}

/** Embeddings by person, in the order in which people first appear. */
export function groupByPerson(embeddings: readonly LabelledEmbedding[]): Map<string, LabelledEmbedding[]> {
  const people = new Map<string, LabelledEmbedding[]>();
  for (const embedding of embeddings) {
    const own = people.get(embedding.personId);
    if (own) own.push(embedding);
    else people.set(embedding.personId, [embedding]);
  }
  return people;
}
