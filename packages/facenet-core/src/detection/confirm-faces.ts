import { type Box, intersectionOverUnion, type ScoredBox, suppressNonMaxima } from "../geometry/index.js";
import { DETECTOR_STRIDE } from "../models/tiny-face-detector.js";
import type { CloseUp } from "./close-ups.js";
import type { Level } from "./level.js";
import type { DoSteps } from "./search-step.js";

/** Cheap: whether a place is worth the second look, and where exactly the face is. */
const FIRST: CloseUp = { side: 3 * DETECTOR_STRIDE, faceWidth: 56 };
const MIN_PROMISE = 0.2;

/** Least score of the skim (0..1) at which a place is worth it without the first look. */
const CLEAR = 0.6;

/** With as much around it as the detector likes best. Boxes of the first look are a seventh too wide on average. */
const SECOND: CloseUp = { side: 5 * DETECTOR_STRIDE, faceWidth: 96 };

/** With more around it, for what the second look did not see: faces that are larger than they seemed. */
const THIRD: CloseUp = { ...SECOND, faceWidth: 72 };

/** Places that go through the network together: with more, none is quicker, and threads wait longer for each other. */
const PLACES_A_STEP = 2;

const SAME_FACE = { maxIntersectionOverUnion: 0.5, maxIntersectionOverSmaller: 0.8 };

/**
 * Looks at each place of the skim closely, once to three times. The faces of at least `minScore`, the same one several
 * times; boxes in pixels of the image, which is the first level.
 */
export async function confirmFaces(
  doSteps: DoSteps,
  levels: readonly Level[],
  places: readonly ScoredBox[],
  minScore: number,
): Promise<ScoredBox[]> {
  const look = async (at: readonly Box[], closeUp: CloseUp, least: number) => {
    const found = await doSteps(
      levels,
      Array.from({ length: Math.ceil(at.length / PLACES_A_STEP) }, (_, i) => ({
        kind: "look",
        places: at.slice(i * PLACES_A_STEP, (i + 1) * PLACES_A_STEP),
        closeUp,
        minScore: least,
      })),
    );
    return found.flat();
  };
  const clear = places.filter(({ score }) => score >= CLEAR);
  const doubtful = places.filter(({ score }) => score < CLEAR).map(({ box }) => box);
  const promising = suppressNonMaxima([...clear, ...(await look(doubtful, FIRST, MIN_PROMISE))], SAME_FACE);
  const boxes = promising.map(({ box }) => box);
  const faces = await look(boxes, SECOND, minScore);
  const isSeen = (place: Box) =>
    faces.some(({ box }) => intersectionOverUnion(box, place) > SAME_FACE.maxIntersectionOverUnion);
  const unseen = boxes.filter((place) => !isSeen(place));
  return [...faces, ...(await look(unseen, THIRD, minScore))];
}
