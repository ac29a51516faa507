import { seededRandom } from "../../src/calibration/seeded-random.js";
import { ExactGallery } from "../../src/matching/index.js";
import { normalizeInPlace } from "../../src/vector/index.js";
import { type Timing, timing } from "./timing.js";

/** Time to find the nearest people in a gallery of one template a person, one thread. */
export interface SearchTime extends Timing {
  readonly templates: number;
  readonly dimension: number;
}

const NEAREST = 5;
/** After this a gallery has been searched often enough, whatever was asked. */
const ENOUGH_MS = 3000;
const MODEL_ID = "random";

/** Random unit vectors stand for faces: every row is compared whatever it holds. */
export function searchTimes(
  sizes: readonly number[],
  { dimension, queries, seed }: { dimension: number; queries: number; seed: number },
): SearchTime[] {
  const random = seededRandom(seed);
  const unit = () => normalizeInPlace(Float32Array.from({ length: dimension }, () => random() - 0.5));
  const gallery = new ExactGallery(MODEL_ID, dimension);
  return [...sizes]
    .sort((a, b) => a - b)
    .map((templates) => {
      while (gallery.size < templates) {
        const id = String(gallery.size);
        gallery.replacePerson(id, [{ templateId: id, vector: unit() }]);
      }
      const search = () => gallery.search({ modelId: MODEL_ID, values: unit() }, NEAREST);
      search();
      const times: number[] = [];
      let spentMs = 0;
      while (times.length < queries && spentMs < ENOUGH_MS) {
        const begun = performance.now();
        search();
        times.push(performance.now() - begun);
        spentMs += times.at(-1)!;
      }
      return { templates, dimension, ...timing(times) };
    });
}
