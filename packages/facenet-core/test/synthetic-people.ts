import { seededRandom } from "../src/calibration/seeded-random.js";
import type { LabelledEmbedding } from "../src/training/labelled-embedding.js";
import { normalizeInPlace } from "../src/vector/index.js";
import { gaussian } from "./gaussian.js";

/**
 * People whose photos scatter about a point of their own: along the second half of the axes by `nuisance`, along all of
 * them by `noise`. What tells people apart lies along the first half alone. A reflection mixes the axes, so that
 * no single coordinate gives the answer away.
 */
export function syntheticPeople(options: {
  readonly people: number;
  readonly photosOf: (person: number) => number;
  readonly dimension: number;
  readonly nuisance: number;
  readonly noise: number;
  readonly seed: number;
}): LabelledEmbedding[] {
  const { people, photosOf, dimension, nuisance, noise } = options;
  const random = seededRandom(options.seed);
  const half = dimension / 2;
  const embeddings: LabelledEmbedding[] = [];
  for (let person = 0; person < people; person++) {
    const identity = Float32Array.from({ length: dimension }, (_, axis) => (axis < half ? gaussian(random) : 0));
    for (let photo = 0; photo < photosOf(person); photo++) {
      const values = identity.map(
        (value, axis) => value + noise * gaussian(random) + (axis < half ? 0 : nuisance * gaussian(random)),
      );
      embeddings.push({ personId: `person ${person}`, values: normalizeInPlace(reflected(values)) });
    }
  }
  return embeddings;
}

/** Reflection in the hyperplane that is perpendicular to (1, ..., 1). */
function reflected(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - 2 * mean);
}
