import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { detectFaces } from "../../src/detection/detector.js";
import type { FaceFinders } from "../../src/detection/search-step.js";
import { decodeImage } from "../../src/image/decode.js";
import { samplePhotoPath } from "../../src/models/built-in.js";

/** The group photos that come with the weights. The third is left out: one of its people is on the first as well. */
const SAMPLES = [1, 2, 4, 5, 6];
/** Below this the detector also takes folds of clothes for faces. */
const CERTAIN_SCORE = 0.65;
/** Share of the face's width that is left around it. */
const MARGIN = 0.6;

/** Each face of the sample photos, cut out, in a repeatable order. */
export async function sampleFaces(networks: FaceFinders): Promise<Uint8Array[]> {
  const faces: Uint8Array[] = [];
  for (const sample of SAMPLES) {
    const photo = await readFile(samplePhotoPath(sample));
    const decoded = await decodeImage(photo);
    if (decoded.kind !== "image") throw new Error(`sample${sample}.jpg: ${decoded.message}`);
    const { width, height } = decoded.image;
    const found = await detectFaces(networks, decoded.image);
    for (const { box, score } of found.sort((a, b) => a.box.x - b.box.x)) {
      if (score < CERTAIN_SCORE) continue;
      const border = MARGIN * box.width;
      const left = Math.max(0, Math.round(box.x - border));
      const top = Math.max(0, Math.round(box.y - border));
      const region = {
        left,
        top,
        width: Math.min(width - left, Math.round(box.width + 2 * border)),
        height: Math.min(height - top, Math.round(box.height + 2 * border)),
      };
      faces.push(await sharp(photo).extract(region).jpeg({ quality: 92 }).toBuffer());
    }
  }
  return faces;
}

type Change = (photo: Sharp) => Sharp;

/** What cameras and senders do to a photo. */
const CHANGES: Readonly<Record<string, Change>> = {
  "JPEG quality 15": (photo) => photo.jpeg({ quality: 15 }),
  "96 pixels wide": (photo) => photo.resize({ width: 96 }),
  blurred: (photo) => photo.blur(3),
  dark: (photo) => photo.linear(0.3, 0),
  "washed out": (photo) => photo.linear(0.5, 120),
  "turned 20 degrees": (photo) => photo.rotate(20, { background: "#808080" }),
  "without colour": (photo) => photo.greyscale(),
  mirrored: (photo) => photo.flop(),
};

export const CHANGE_NAMES = Object.keys(CHANGES);

export function changed(photo: Uint8Array, change: string): Promise<Uint8Array> {
  return CHANGES[change]!(sharp(photo).jpeg({ quality: 92 })).toBuffer();
}
