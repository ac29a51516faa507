import { seededRandom } from "../src/calibration/seeded-random.js";
import { normalizeInPlace } from "../src/vector/index.js";
import { gaussian } from "../test/gaussian.js";

export type VectorKind = "random" | "clustered";

/** Unit vectors of people, `templatesPerPerson` in a row for each, and probes for them. The same seed gives the same ones. */
export interface VectorSource {
  /** The next person's next template. */
  template(): Float32Array;
  /** Every second one is another photo of a person among those so far, the others are strangers. */
  probe(): Float32Array;
}

export const TEMPLATES_PER_PERSON = 4;

/**
 * Shares of the squared length that are common to all faces, a person's own, and one photo's own; and the number of directions in
 * which people differ. With them, distances are as the reference curve has them: 0.56 +- 0.06 between people, 0.29 within one.
 */
const SHARES = { common: 0.845, person: 0.1115, photo: 0.0435, directions: 22 };

export function vectorSource(kind: VectorKind, dimension: number, seed: number): VectorSource {
  const random = seededRandom(seed);
  const direction = () => normalizeInPlace(Float32Array.from({ length: dimension }, () => gaussian(random)));
  if (kind === "random") return { template: direction, probe: direction };

  const common = direction();
  const directions = Array.from({ length: SHARES.directions }, direction);
  /** Adds a random step of the given expected squared length. */
  const stepFrom = (start: Float32Array, squaredLength: number) => {
    const end = Float32Array.from(start);
    for (const axis of directions) {
      const step = gaussian(random) * Math.sqrt(squaredLength / directions.length);
      for (let d = 0; d < dimension; d++) end[d]! += step * axis[d]!;
    }
    return end;
  };
  const centre = common.map((value) => value * Math.sqrt(SHARES.common));
  const newPerson = () => stepFrom(centre, SHARES.person);
  const photoOf = (person: Float32Array) => normalizeInPlace(stepFrom(person, SHARES.photo));

  const remembered: Float32Array[] = [];
  let person = centre;
  let templates = 0;
  let probes = 0;
  return {
    template() {
      if (templates++ % TEMPLATES_PER_PERSON === 0) {
        person = newPerson();
        if (remembered.length < 1_000) remembered.push(person);
      }
      return photoOf(person);
    },
    probe() {
      const known = probes++ % 2 === 0 ? remembered[Math.floor(random() * remembered.length)] : undefined;
      return photoOf(known ?? newPerson());
    },
  };
}
