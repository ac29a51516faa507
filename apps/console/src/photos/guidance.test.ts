import { describe, expect, it } from "vitest";
import { guidanceOf } from "./guidance";

const PICTURE = { width: 640, height: 480 };
const face = (x: number, y: number, size: number, reasons: string[] = []) => ({
  box: { x, y, width: size, height: size },
  quality: { score: 80, reasons },
});

describe("guidanceOf", () => {
  it.each([
    ["noFace", []],
    ["comeCloser", [face(300, 220, 60)]],
    ["goToMiddle", [face(20, 140, 200)]],
    ["goToMiddle", [face(220, 280, 200)]],
    ["severalFaces", [face(220, 140, 200), face(20, 140, 120)]],
    ["good", [face(220, 140, 200), face(20, 140, 60)]],
    ["notGood", [face(220, 140, 200, ["BLURRED"])]],
    ["good", [face(220, 140, 200)]],
  ])("%s", (expected, faces) => {
    expect(guidanceOf(faces, PICTURE)).toBe(expected);
  });
});
