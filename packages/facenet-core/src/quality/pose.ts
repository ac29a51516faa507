import type { Point } from "../geometry/index.js";

/** Head pose in degrees: yaw to the viewer's right, pitch up and roll clockwise are positive. */
export interface Pose {
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
}

/** How far the nose tip stands out of the plane of eyes and mouth, as a share of the distance between the eyes. */
const NOSE_DEPTH = 0.6;
/** Where the nose tip of a frontal face lies between the eye line (0) and the mouth line (1). */
const FRONTAL_NOSE = 0.6;

const degrees = (radians: number) => (radians * 180) / Math.PI;

function meanOf(landmarks: readonly Point[], from: number, to: number): Point {
  const points = landmarks.slice(from, to);
  return {
    x: points.reduce((sum, p) => sum + p.x, 0) / points.length,
    y: points.reduce((sum, p) => sum + p.y, 0) / points.length,
  };
}

/**
 * Rough pose from the 68 landmarks: the nose tip leaves the middle of the eyes and mouth in proportion to the sine of
 * yaw and pitch. Good to about ten degrees; meant for telling frontal from turned away.
 */
export function estimatePose(landmarks: readonly Point[]): Pose {
  const leftEye = meanOf(landmarks, 36, 42);
  const rightEye = meanOf(landmarks, 42, 48);
  const mouth = meanOf(landmarks, 48, 60);
  const nose = landmarks[30];
  if (!nose) throw new RangeError("68 landmarks are needed");
  const roll = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const cos = Math.cos(-roll);
  const sin = Math.sin(-roll);
  const upright = (p: Point) => ({ x: p.x * cos - p.y * sin, y: p.x * sin + p.y * cos });
  const [left, right, lips, tip] = [upright(leftEye), upright(rightEye), upright(mouth), upright(nose)];
  const eyeLine = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  // A turned head brings the eyes together, so the longer of the two spans stands for the face's size.
  const size = Math.max(right.x - left.x, lips.y - eyeLine.y, 1e-6);
  const middleX = eyeLine.x + (lips.x - eyeLine.x) * FRONTAL_NOSE;
  const frontalY = eyeLine.y + (lips.y - eyeLine.y) * FRONTAL_NOSE;
  const angle = (offset: number) => degrees(Math.asin(Math.max(-1, Math.min(1, offset / (NOSE_DEPTH * size)))));
  return { yawDegrees: angle(tip.x - middleX), pitchDegrees: angle(frontalY - tip.y), rollDegrees: degrees(roll) };
}
