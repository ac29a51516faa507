import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sharp from "sharp";

const samples = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "demo");

/** Faces in the sample photos, in pixels, with half their width around them. */
const PORTRAITS = [
  { sample: 1, left: 1316, top: 102, width: 508, height: 464 },
  { sample: 2, left: 1327, top: 64, width: 452, height: 466 },
  { sample: 4, left: 76, top: 103, width: 554, height: 488 },
  { sample: 5, left: 215, top: 803, width: 514, height: 494 },
];

/** @returns {Promise<Buffer[]>} photos of 250 pixels, one person each */
export function samplePortraits() {
  return Promise.all(
    PORTRAITS.map(async ({ sample, ...region }) =>
      sharp(await readFile(join(samples, `sample${sample}.jpg`)))
        .extract(region)
        .resize({ width: 250 })
        .jpeg({ quality: 90 })
        .toBuffer(),
    ),
  );
}
