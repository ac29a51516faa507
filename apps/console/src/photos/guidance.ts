import type { FoundFace } from "./detect";

export type Guidance = "noFace" | "severalFaces" | "comeCloser" | "goToMiddle" | "notGood" | "good";

/** Of the picture's height. */
const SMALLEST_FACE = 0.22;
/** Of the picture's size, from the middle of the picture to that of the face. */
const OFF_CENTRE = 0.18;

/** What who stands before the camera should do. */
export function guidanceOf(faces: readonly FoundFace[], picture: { width: number; height: number }): Guidance {
  const [face, another] = faces;
  if (face === undefined) return "noFace";
  const { x, y, width, height } = face.box;
  // Somebody far behind is not in the way.
  if (another !== undefined && another.box.height > height / 2) return "severalFaces";
  if (height < SMALLEST_FACE * picture.height) return "comeCloser";
  const offX = Math.abs((x + width / 2) / picture.width - 0.5);
  const offY = Math.abs((y + height / 2) / picture.height - 0.5);
  if (Math.max(offX, offY) > OFF_CENTRE) return "goToMiddle";
  return face.quality.reasons.length === 0 ? "good" : "notGood";
}
