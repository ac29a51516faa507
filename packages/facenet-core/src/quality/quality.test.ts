import { describe, expect, it } from "vitest";
import type { Point } from "../geometry/index.js";
import { blankImage } from "../image/rgb-image.js";
import { estimatePose } from "./pose.js";
import { assessQuality } from "./quality.js";

/** 68 points of a simple face: eyes at (-30, 0) and (30, 0), mouth at (0, 60), nose tip between them, moved by `nose`. */
function face({ nose = { x: 0, y: 0 }, rollDegrees = 0 } = {}): Point[] {
  const at = (i: number): Point => {
    if (i >= 36 && i < 42) return { x: -30, y: 0 };
    if (i >= 42 && i < 48) return { x: 30, y: 0 };
    if (i === 30) return { x: nose.x, y: 36 + nose.y };
    return { x: 0, y: 60 };
  };
  const angle = (rollDegrees * Math.PI) / 180;
  return Array.from({ length: 68 }, (_, i) => {
    const p = at(i);
    return { x: p.x * Math.cos(angle) - p.y * Math.sin(angle), y: p.x * Math.sin(angle) + p.y * Math.cos(angle) };
  });
}

/** A chip of stripes around a mean brightness (0..255). */
function chip(mean: number, contrast: number) {
  const image = blankImage(150, 150);
  for (let i = 0; i < image.pixels.length; i++) image.pixels[i] = mean + (Math.floor(i / 9) % 2 ? contrast : -contrast);
  return image;
}

const box = (size: number) => ({ x: 0, y: 0, width: size, height: size });

describe("assessQuality", () => {
  it("finds nothing wrong with a large, sharp, well lit, frontal face", () => {
    expect(assessQuality(box(120), face(), chip(128, 30))).toMatchObject({ score: 100, sizePx: 120, reasons: [] });
  });

  it.each([
    ["TOO_SMALL", box(20), face(), chip(128, 30)],
    ["BLURRED", box(120), face(), chip(128, 0)],
    ["TOO_DARK", box(120), face(), chip(12, 8)],
    ["TOO_BRIGHT", box(120), face(), chip(247, 8)],
    ["EXTREME_POSE", box(120), face({ nose: { x: 36, y: 0 } }), chip(128, 30)],
  ])("says %s, and lets that one property decide the score", (reason, faceBox, landmarks, picture) => {
    const quality = assessQuality(faceBox, landmarks, picture);
    expect(quality.reasons).toEqual([reason]);
    expect(quality.score).toBeLessThan(40);
  });
});

describe("estimatePose", () => {
  it("is zero for a frontal face, however the head is tilted", () => {
    for (const rollDegrees of [-30, 0, 45]) {
      const pose = estimatePose(face({ rollDegrees }));
      expect(pose.rollDegrees).toBeCloseTo(rollDegrees);
      expect(pose.yawDegrees).toBeCloseTo(0);
      expect(pose.pitchDegrees).toBeCloseTo(0);
    }
  });

  it("follows the nose: right is positive yaw, up is positive pitch, more is more", () => {
    const right = estimatePose(face({ nose: { x: 10, y: 0 } }));
    const further = estimatePose(face({ nose: { x: 20, y: 0 } }));
    const up = estimatePose(face({ nose: { x: 0, y: -10 } }));
    expect(right.yawDegrees).toBeGreaterThan(5);
    expect(further.yawDegrees).toBeGreaterThan(right.yawDegrees);
    expect(up.pitchDegrees).toBeGreaterThan(5);
    expect(up.yawDegrees).toBeCloseTo(0);
  });
});
