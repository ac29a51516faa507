function assertSameLength(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length) throw new RangeError(`vectors differ in length: ${a.length} and ${b.length}`);
}

/** Sum of squared differences; both vectors have the same length. Range [0, inf). */
export function squaredEuclidean(a: Float32Array, b: Float32Array): number {
  assertSameLength(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return sum;
}

/** L2 distance. Between unit vectors the range is [0, 2]. */
export function euclidean(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(squaredEuclidean(a, b));
}

/** 1 - cosine similarity, range [0, 2]. A zero vector has no direction, so it is refused. */
export function cosineDistance(a: Float32Array, b: Float32Array): number {
  assertSameLength(a, b);
  let dot = 0;
  let normA = 0;
  let normB = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    normA += a[i]! * a[i]!;
    normB += b[i]! * b[i]!;
  }
  if (normA === 0 || normB === 0) throw new RangeError("a zero vector has no direction");
  return 1 - dot / Math.sqrt(normA * normB);
}
