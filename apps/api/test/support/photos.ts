import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sharp from "sharp";

const SAMPLES = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "demo");

/** sample1..6.jpg: photos of groups of people. */
export function samplePhoto(number: number): Promise<Buffer> {
  return readFile(join(SAMPLES, `sample${number}.jpg`));
}

/** Faces in the sample photos, in pixels: one person each, and no two the same. */
const PEOPLE = {
  ada: { sample: 1, x: 1443, y: 218, width: 254, height: 232 },
  grace: { sample: 2, x: 1440, y: 180, width: 226, height: 233 },
  lin: { sample: 4, x: 214, y: 225, width: 277, height: 244 },
  stranger: { sample: 5, x: 343, y: 926, width: 257, height: 247 },
} as const;

/** One person, cut out of a group with half a face's width around. */
export async function portrait(person: keyof typeof PEOPLE): Promise<Buffer> {
  const { sample, x, y, width, height } = PEOPLE[person];
  const region = {
    left: Math.round(x - width / 2),
    top: Math.round(y - height / 2),
    width: width * 2,
    height: height * 2,
  };
  return sharp(await samplePhoto(sample))
    .extract(region)
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** As another camera would have sent it: smaller, brighter, and compressed harder. */
export function takenAgain(photo: Buffer): Promise<Buffer> {
  return sharp(photo).resize({ width: 400 }).modulate({ brightness: 1.05 }).jpeg({ quality: 75 }).toBuffer();
}

/** A wall. */
export function emptyPhoto(): Promise<Buffer> {
  return sharp({ create: { width: 640, height: 480, channels: 3, background: "#888888" } })
    .jpeg()
    .toBuffer();
}

export function image(photo: Buffer): { base64: string } {
  return { base64: photo.toString("base64") };
}
