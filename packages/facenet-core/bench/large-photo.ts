import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp, { type OverlayOptions } from "sharp";
import { weightsPackageRoot } from "../src/models/built-in.js";
import { type Analysis, analysePhoto } from "../src/pipeline.js";
import { openNetworks } from "../src/runtime/open-networks.js";
import { readLfw } from "./data/lfw.js";
import { networksDir } from "./folders.js";
import { type Timing, timing } from "./speed/timing.js";

const HELP = `large-photo --data FOLDER [--rounds N] [--json]

How long the faces of a 12-megapixel group photo take to be found, standard and thorough, against one image of the LFW folder from
file to embedding: medians of N rounds in turn, one thread. The group photo is put together from the sample photos.`;

const { values: args } = parseArgs({
  options: {
    data: { type: "string" },
    rounds: { type: "string", default: "15" },
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

const networks = await openNetworks({ networksDir });
const { images } = await readLfw(args.data);
const group = await groupPhoto();
const times: Record<"image" | "standard" | "thorough", number[]> = { image: [], standard: [], thorough: [] };
let faces = { standard: 0, thorough: 0 };
const rounds = Number(args.rounds);
for (let round = 0; round <= rounds; round++) {
  const found = { standard: await look(group, false), thorough: await look(group, true) };
  faces = { standard: found.standard.faces, thorough: found.thorough.faces };
  // The first round warms up.
  if (round > 0) for (const effort of ["standard", "thorough"] as const) times[effort].push(found[effort].ms);
  for (let i = 0; i < IMAGES_A_ROUND; i++) {
    const photo = await images[(round * IMAGES_A_ROUND + i) % images.length]!.read();
    const begun = performance.now();
    await analysePhoto(networks, photo, { selection: "CENTRAL" });
    if (round > 0) times.image.push(performance.now() - begun);
  }
}
await networks.close();

const [image, standard, thorough] = [timing(times.image), timing(times.standard), timing(times.thorough)];
const ratio = (timed: Timing) => timed.medianMs / image.medianMs;
if (args.json) {
  console.log(
    JSON.stringify({
      image,
      standard,
      thorough,
      faces,
      ratios: { standard: ratio(standard), thorough: ratio(thorough) },
    }),
  );
} else {
  const row = ({ medianMs, p95Ms }: Timing) => `median ${medianMs.toFixed(1)} ms, 95 % ${p95Ms.toFixed(1)} ms`;
  console.log(`one LFW image, file to embedding   ${row(image)}`);
  for (const [effort, timed] of [
    ["standard", standard],
    ["thorough", thorough],
  ] as const)
    console.log(
      `12 MP, ${effort}: faces found       ${row(timed)}, ${ratio(timed).toFixed(1)} x one image, ${faces[effort]} faces`,
    );
}

/** Decoding and detection: what follows is the same for each face of whatever photo. */
async function look(photo: Uint8Array, thorough: boolean): Promise<{ ms: number; faces: number }> {
  const analysis: Analysis = await analysePhoto(networks, photo, { selection: "ALL", thorough });
  if (analysis.kind !== "faces") throw new Error(`the group photo: ${analysis.kind}`);
  return { ms: analysis.timingsMs.decode + analysis.timingsMs.detect, faces: analysis.faces.length };
}

async function groupPhoto(): Promise<Buffer> {
  const [width, height] = [WIDTH / COLUMNS, HEIGHT / COLUMNS];
  const parts: OverlayOptions[] = [];
  for (let i = 0; i < COLUMNS * COLUMNS; i++) {
    const sample = await readFile(join(weightsPackageRoot(), "demo", `sample${(i % 6) + 1}.jpg`));
    const input = await sharp(sample).resize(width, height, { fit: "cover" }).toBuffer();
    parts.push({ input, left: (i % COLUMNS) * width, top: Math.floor(i / COLUMNS) * height });
  }
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "grey" } })
    .composite(parts)
    .jpeg({ quality: 90 })
    .toBuffer();
}
