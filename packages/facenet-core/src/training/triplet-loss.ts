/** A batch of embeddings: rows of one length. */
export type EmbeddingBatch = readonly (readonly number[] | Float32Array)[];

/**
 * FaceNet's triplet loss (Schroff et al., 2015, eq. 3), summed over the batch:
 * sum of max(0, |a - p|^2 - |a - n|^2 + margin). Row i of each batch forms one triplet; an empty batch has loss 0.
 */
export function tripletLoss(
  anchors: EmbeddingBatch,
  positives: EmbeddingBatch,
  negatives: EmbeddingBatch,
  margin: number,
): number {
  if (anchors.length !== positives.length || anchors.length !== negatives.length) {
    throw new RangeError(
      `batches differ in rows: ${anchors.length} anchors, ${positives.length} positives, ${negatives.length} negatives`,
    );
  }
  let loss = 0;
  anchors.forEach((anchor, i) => {
    loss += Math.max(0, squaredDistance(anchor, positives[i]!) - squaredDistance(anchor, negatives[i]!) + margin);
  });
  return loss;
}

function squaredDistance(a: EmbeddingBatch[number], b: EmbeddingBatch[number]): number {
  if (a.length !== b.length) throw new RangeError(`embeddings differ in length: ${a.length} and ${b.length}`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
