import { type Box, center, intersectionOverUnion, type ScoredBox, suppressNonMaxima } from "../geometry/index.js";
import { cropped, scaledOnto } from "../image/resample.js";
import { asBatch, type RgbImage } from "../image/rgb-image.js";
import { DETECTOR_STRIDE } from "../models/tiny-face-detector.js";
import type { NetworkRunner } from "../runtime/network-runner.js";
import { decodeGrid, gridsOf, inImage, type View } from "./grid.js";

/** An image at one of its sizes. */
export interface Level {
  readonly picture: RgbImage;
  /** Pixels of the picture for one of the image, 0..1. */
  readonly scale: number;
}

/**
 * A square part of the image around a face. An odd number of the detector's cells puts the face into the middle of one; on
 * the corner between four it is seen far worse.
 */
interface CloseUp {
  /** Side in pixels of the detector's input. */
  readonly side: number;
  /** Width of the face in it. */
  readonly faceWidth: number;
}

/** Cheap: whether a place is worth the second look, and where exactly the face is. */
const FIRST: CloseUp = { side: 3 * DETECTOR_STRIDE, faceWidth: 56 };
const MIN_PROMISE = 0.2;

/** With as much around it as the detector likes best. Boxes of the first look are a seventh too wide on average. */
const SECOND: CloseUp = { side: 5 * DETECTOR_STRIDE, faceWidth: 96 };

/** For faces that are smaller than they seemed: the surer look tells better how large they are. */
const THIRD: CloseUp = { ...SECOND, faceWidth: 124 };
const SURE = 0.7;

/** Smaller faces, in pixels of the image, are enlarged as if they had this width: more only blurs them. */
const NARROWEST = 38;

/** Close-ups that go through the network together. */
const BATCH = 16;

const SAME_FACE = { maxIntersectionOverUnion: 0.5, maxIntersectionOverSmaller: 0.8 };

/**
 * Looks at each place closely, on the smallest level that shows enough; the first level is the image itself. The faces of at
 * least `minScore`, the same one several times; boxes in pixels of the image.
 */
export async function confirmFaces(
  detector: NetworkRunner,
  levels: readonly Level[],
  places: readonly Box[],
  minScore: number,
): Promise<ScoredBox[]> {
  const promising = suppressNonMaxima(await look(detector, levels, places, FIRST, MIN_PROMISE), SAME_FACE);
  const boxes = promising.map(({ box }) => box);
  const faces = await look(detector, levels, boxes, SECOND, minScore);
  const isSure = (place: Box) =>
    faces.some(
      ({ box, score }) => score >= SURE && intersectionOverUnion(box, place) > SAME_FACE.maxIntersectionOverUnion,
    );
  const unsure = boxes.filter((place) => !isSure(place));
  return [...faces, ...(await look(detector, levels, unsure, THIRD, minScore))];
}

/** The best box of at least `minScore` at each place, where there is one. */
async function look(
  detector: NetworkRunner,
  levels: readonly Level[],
  places: readonly Box[],
  closeUp: CloseUp,
  minScore: number,
): Promise<ScoredBox[]> {
  const seen: ScoredBox[] = [];
  for (let start = 0; start < places.length; start += BATCH) {
    const views = places.slice(start, start + BATCH).map((place) => viewOf(levels, place, closeUp));
    const grids = gridsOf(await detector.run(asBatch(views.map(({ picture }) => picture))));
    for (const [i, view] of views.entries()) {
      const [best] = decodeGrid(grids[i]!, minScore)
        .filter(({ box }) => isInMiddle(box, closeUp))
        .sort((a, b) => b.score - a.score);
      if (best) seen.push(inImage(best, view));
    }
  }
  return seen;
}

/** What lies further out may be cut off, and is another place. */
function isInMiddle(box: Box, { side }: CloseUp): boolean {
  const { x, y } = center(box);
  return Math.max(Math.abs(x - side / 2), Math.abs(y - side / 2)) <= side / 4;
}

function viewOf(levels: readonly Level[], place: Box, closeUp: CloseUp): View & { readonly picture: RgbImage } {
  const { x, y } = center(place);
  const level = levels.findLast(({ scale }) => place.width * scale >= closeUp.faceWidth) ?? levels[0]!;
  const side = Math.round((closeUp.side * Math.max(NARROWEST, place.width * level.scale)) / closeUp.faceWidth);
  const left = Math.round(x * level.scale - side / 2);
  const top = Math.round(y * level.scale - side / 2);
  const region = cropped(level.picture, { x: left, y: top, width: side, height: side });
  const scale = closeUp.side / side;
  return {
    picture: scaledOnto(region, scale, closeUp.side, closeUp.side),
    left: left / level.scale,
    top: top / level.scale,
    scale: scale * level.scale,
  };
}
