import type { Point } from "./box.js";

/** x' = a x - b y + tx, y' = b x + a y + ty: rotation, uniform scale and translation, no mirroring. */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The least-squares similarity that maps `from[i]` to `to[i]` (closed form of Umeyama 1991 for two dimensions without
 * reflection). Needs at least two distinct points.
 */
export function estimateSimilarity(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  const count = from.length;
  if (count < 2 || count !== to.length)
    throw new RangeError("a similarity needs two lists of the same 2 or more points");
  let fromX = 0;
  let fromY = 0;
  let toX = 0;
  let toY = 0;
  for (let i = 0; i < count; i++) {
    fromX += from[i]!.x / count;
    fromY += from[i]!.y / count;
    toX += to[i]!.x / count;
    toY += to[i]!.y / count;
  }
  let dot = 0;
  let cross = 0;
  let spread = 0;
  for (let i = 0; i < count; i++) {
    const x = from[i]!.x - fromX;
    const y = from[i]!.y - fromY;
    const u = to[i]!.x - toX;
    const v = to[i]!.y - toY;
    dot += x * u + y * v;
    cross += x * v - y * u;
    spread += x * x + y * y;
  }
  if (!(spread > 0)) throw new RangeError("the points coincide");
  const a = dot / spread;
  const b = cross / spread;
  return { a, b, tx: toX - (a * fromX - b * fromY), ty: toY - (b * fromX + a * fromY) };
}

export function apply(transform: SimilarityTransform, p: Point): Point {
  return {
    x: transform.a * p.x - transform.b * p.y + transform.tx,
    y: transform.b * p.x + transform.a * p.y + transform.ty,
  };
}

export function inverse(transform: SimilarityTransform): SimilarityTransform {
  const { a, b, tx, ty } = transform;
  const squaredScale = a * a + b * b;
  if (!(squaredScale > 0)) throw new RangeError("the transform cannot be inverted");
  const inverseA = a / squaredScale;
  const inverseB = -b / squaredScale;
  return { a: inverseA, b: inverseB, tx: -(inverseA * tx - inverseB * ty), ty: -(inverseB * tx + inverseA * ty) };
}

/** How many target pixels one source pixel becomes. */
export const scaleOf = (transform: SimilarityTransform): number => Math.hypot(transform.a, transform.b);
