import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import sharp, { type OverlayOptions } from "sharp";
import { createEngine } from "../src/engine/engine.js";
import { samplePhotoPath } from "../src/models/built-in.js";
import { readLfw } from "./data/lfw.js";
import { networksDir } from "./folders.js";
import { type Timing, timing } from "./speed/timing.js";

/** Most time of a group photo with helpers, in images of the LFW folder: what docs/adr/0010 aims at. */
const MOST_IMAGES = 15;

const HELP = `large-photo --data FOLDER [--rounds N] [--helpers N] [--json]

How long the faces of a 12-megapixel group photo take to be found, standard and thorough, alone and with the engine's helpers, against
one image of the LFW folder from file to embedding: medians of N rounds in turn. The group photo is put together from the sample photos.
Ends with 1 where the group photo takes more than ${MOST_IMAGES} images with helpers.`;

const { values: args } = parseArgs({
  options: {
    data: { type: "string" },
    rounds: { type: "string", default: "15" },
    helpers: { type: "string", default: String(availableParallelism() - 1) },
    json: { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (args.help || !args.data) {
  console.log(HELP);
  process.exit(args.help ? 0 : 2);
}

/** Images a round: what they take varies, and one of them is short against the group photo. */
const IMAGES_A_ROUND = 10;
const COLUMNS = 4;
const [WIDTH, HEIGHT] = [4000, 3000];

/** Searches of the group photo: how thoroughly, and whether other threads help. */
const SEARCHES = [
  { name: "12 MP, with helpers", thorough: false, helped: true },
  { name: "12 MP, one thread", thorough: false, helped: false },
  { name: "12 MP, thorough, with helpers", thorough: true, helped: true },
  { name: "12 MP, thorough, one thread", thorough: true, helped: false },
] as const;

const helpers = Number(args.helpers);
const settings = { networksDir, threads: 1, maxQueue: 1 };
const [alone, helped] = await Promise.all([createEngine(settings), createEngine({ ...settings, helpers })]);
const { images } = await readLfw(args.data);
const group = await groupPhoto();
const imageMs: number[] = [];
const searches = SEARCHES.map((search) => ({
  ...search,
  engine: search.helped ? helped : alone,
  ms: [] as number[],
  faces: 0,
}));
const rounds = Number(args.rounds);
for (let round = 0; round <= rounds; round++) {
  for (const search of searches) {
    const found = await search.engine.analyse(group, { selection: "ALL", thorough: search.thorough, embed: false });
    if (found.kind !== "faces") throw new Error(`the group photo: ${found.kind}`);
    search.faces = found.faces.length;
    // Decoding and detection: what follows is the same for each face of whatever photo. The first round warms up.
    if (round > 0) search.ms.push(found.timingsMs.decode + found.timingsMs.detect);
    for (let i = 0; i < IMAGES_A_ROUND; i++) {
      const photo = await images[(round * IMAGES_A_ROUND + i) % images.length]!.read();
      const begun = performance.now();
      await alone.analyse(photo, { selection: "CENTRAL" });
      if (round > 0) imageMs.push(performance.now() - begun);
    }
  }
}
await Promise.all([alone.close(), helped.close()]);

const image = timing(imageMs);
const results = searches.map(({ name, ms, faces }) => {
  const timed = timing(ms);
  return { name, ...timed, faces, ratio: timed.medianMs / image.medianMs };
});
if (args.json) {
  console.log(JSON.stringify({ image, helpers, searches: results }));
} else {
  const row = (name: string, { medianMs, p95Ms }: Timing) =>
    `${name.padEnd(34)} median ${medianMs.toFixed(1)} ms, 95 % ${p95Ms.toFixed(1)} ms`;
  console.log(row("one LFW image, file to embedding", image));
  for (const result of results)
    console.log(`${row(result.name, result)}, ${result.ratio.toFixed(1)} x one image, ${result.faces} faces`);
}
const { ratio } = results[0]!;
if (ratio > MOST_IMAGES) {
  console.error(
    `The group photo takes ${ratio.toFixed(1)} times one image with helpers, which is more than ${MOST_IMAGES}.`,
  );
  process.exitCode = 1;
}

async function groupPhoto(): Promise<Buffer> {
  const [width, height] = [WIDTH / COLUMNS, HEIGHT / COLUMNS];
  const parts: OverlayOptions[] = [];
  for (let i = 0; i < COLUMNS * COLUMNS; i++) {
    const sample = await readFile(samplePhotoPath((i % 6) + 1));
    const input = await sharp(sample).resize(width, height, { fit: "cover" }).toBuffer();
    parts.push({ input, left: (i % COLUMNS) * width, top: Math.floor(i / COLUMNS) * height });
  }
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "grey" } })
    .composite(parts)
    .jpeg({ quality: 90 })
    .toBuffer();
}
