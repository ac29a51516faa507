import type { Box, Point } from "../geometry/index.js";
import type { RgbImage } from "../image/rgb-image.js";
import { estimatePose, type Pose } from "./pose.js";

export type QualityReason = "TOO_SMALL" | "BLURRED" | "TOO_DARK" | "TOO_BRIGHT" | "EXTREME_POSE";

export interface FaceQuality extends Pose {
  /** 0 (unusable) to 100. The worst of its parts: one bad property spoils a match whatever the others are. */
  readonly score: number;
  /** Shorter side of the face box in pixels of the photo. */
  readonly sizePx: number;
  /** Variance of the Laplacian over the chip's luminance, 0 and up; under about 20 is blurred. */
  readonly sharpness: number;
  /** Mean luminance over the inner face, 0 (black) to 1 (white). */
  readonly exposure: number;
  /** Why the face is not good enough; empty when it is. */
  readonly reasons: readonly QualityReason[];
}

/**
 * A face beyond one of these is refused. Coarse on purpose: they keep out what carries no identity, and no more. On the
 * development set (2,319 faces of lfw-dev) sharpness starts at 4.1, exposure spans 0.21 to 0.80, |yaw| ends at 44 degrees
 * and one face is refused, for its pitch of 70 degrees.
 */
export const QUALITY_LIMITS = {
  minSizePx: 24,
  minSharpness: 4,
  minExposure: 0.08,
  maxExposure: 0.95,
  maxYawDegrees: 75,
  maxPitchDegrees: 60,
} as const;

export function assessQuality(box: Box, landmarks: readonly Point[], chip: RgbImage): FaceQuality {
  const sizePx = Math.min(box.width, box.height);
  const luminance = chipLuminance(chip);
  const sharpness = laplacianVariance(luminance, chip.width);
  const exposure = innerMean(luminance, chip.width) / 255;
  const pose = estimatePose(landmarks);
  const limits = QUALITY_LIMITS;
  const reasons: QualityReason[] = [];
  if (sizePx < limits.minSizePx) reasons.push("TOO_SMALL");
  if (sharpness < limits.minSharpness) reasons.push("BLURRED");
  if (exposure < limits.minExposure) reasons.push("TOO_DARK");
  if (exposure > limits.maxExposure) reasons.push("TOO_BRIGHT");
  if (Math.abs(pose.yawDegrees) > limits.maxYawDegrees || Math.abs(pose.pitchDegrees) > limits.maxPitchDegrees)
    reasons.push("EXTREME_POSE");
  const score =
    100 *
    Math.min(
      ramp(sizePx, limits.minSizePx / 2, 80),
      ramp(Math.log1p(sharpness), Math.log1p(limits.minSharpness / 2), Math.log1p(60)),
      ramp(exposure, limits.minExposure / 2, 0.3),
      ramp(1 - exposure, (1 - limits.maxExposure) / 2, 0.3),
      ramp(-Math.abs(pose.yawDegrees), -90, -20),
      ramp(-Math.abs(pose.pitchDegrees), -90, -20),
    );
  return { score: Math.round(score), sizePx: Math.round(sizePx), sharpness, exposure, ...pose, reasons };
}

/** 0 at `from` and below, 1 at `to` and above, straight between. */
const ramp = (value: number, from: number, to: number) => Math.min(1, Math.max(0, (value - from) / (to - from)));

/** Rec. 601 luma, 0..255. */
function chipLuminance({ pixels }: RgbImage): Float32Array {
  const luminance = new Float32Array(pixels.length / 3);
  for (let i = 0, p = 0; i < luminance.length; i++, p += 3) {
    luminance[i] = 0.299 * pixels[p]! + 0.587 * pixels[p + 1]! + 0.114 * pixels[p + 2]!;
  }
  return luminance;
}

/** Inner face: the middle half of the chip in each direction. */
function innerMean(luminance: Float32Array, width: number): number {
  const from = Math.floor(width / 4);
  const until = width - from;
  let sum = 0;
  for (let y = from; y < until; y++) for (let x = from; x < until; x++) sum += luminance[y * width + x]!;
  return sum / (until - from) ** 2;
}

/** Focus measure of Pech-Pacheco et al., 2000, over the middle of the chip. */
function laplacianVariance(luminance: Float32Array, width: number): number {
  const from = Math.floor(width / 6);
  const until = width - from;
  let sum = 0;
  let squares = 0;
  for (let y = from; y < until; y++) {
    for (let x = from; x < until; x++) {
      const at = y * width + x;
      const value =
        luminance[at - 1]! + luminance[at + 1]! + luminance[at - width]! + luminance[at + width]! - 4 * luminance[at]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = (until - from) ** 2;
  return squares / count - (sum / count) ** 2;
}
