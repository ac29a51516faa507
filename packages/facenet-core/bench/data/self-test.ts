import type { FaceFinders } from "../../src/detection/search-step.js";
import type { BenchImage, Dataset, ImagePair } from "./dataset.js";
import { CHANGE_NAMES, changed, sampleFaces } from "./sample-faces.js";

const FOLDS = 4;
const UNCHANGED = "as it is";

/**
 * The faces of the sample photos, each as it is and changed in several ways. A genuine pair is a face and its own changed
 * copy, so this tells whether the engine works and what it withstands, not how well it tells people apart. Every face
 * counts as a person; should somebody be on two photos, that counts against the model.
 */
export async function selfTest(networks: FaceFinders): Promise<Dataset> {
  const faces = await sampleFaces(networks);
  const images: BenchImage[] = faces.flatMap((face, person) => [
    { person, variant: UNCHANGED, read: async () => face },
    ...CHANGE_NAMES.map((variant) => ({ person, variant, read: () => changed(face, variant) })),
  ]);
  return {
    name: `self-test on ${faces.length} faces of the sample photos`,
    kind: "self-test",
    images,
    people: faces.length,
    pairs: selfTestPairs(faces.length),
    folds: FOLDS,
  };
}

/** In each fold as many comparisons of a face with its own changed copy as with the next one's. */
function selfTestPairs(people: number): ImagePair[] {
  const perPerson = 1 + CHANGE_NAMES.length;
  const pairs: ImagePair[] = [];
  for (let person = 0; person < people; person++) {
    for (let change = 1; change < perPerson; change++) {
      const fold = Math.floor((person * FOLDS) / people);
      const first = person * perPerson;
      const stranger = (person + change) % people;
      pairs.push({ first, second: first + change, genuine: true, fold });
      pairs.push({ first, second: stranger * perPerson + change, genuine: false, fold });
    }
  }
  return pairs;
}
