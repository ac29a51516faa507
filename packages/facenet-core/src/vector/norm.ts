/** Euclidean norm. */
export function norm(v: Float32Array): number {
  let sum = 0;
  for (const value of v) sum += value * value;
  return Math.sqrt(sum);
}

/** Scales `v` itself to unit length. Throws for a zero or non-finite vector: neither can be a face. */
export function normalizeInPlace(v: Float32Array): Float32Array {
  const length = norm(v);
  if (!(length > 0) || !Number.isFinite(length)) throw new RangeError("cannot normalise a zero or non-finite vector");
  for (let i = 0; i < v.length; i++) v[i] = v[i]! / length;
  return v;
}

/** A unit-length copy of `v`. */
export function normalized(v: Float32Array): Float32Array {
  return normalizeInPlace(Float32Array.from(v));
}
