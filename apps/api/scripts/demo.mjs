import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { startOwnServer } from "./lib/own-server.mjs";

/*
 * Shows a server of its own the sample photos of the weight package. The people of two photos are enrolled; then every face
 * of every photo is shown again as another camera might send it: smaller, brighter, compressed harder.
 */

const json = process.argv.includes("--json");
const progress = (line) => json || process.stderr.write(`${line}\n`);
const samplesDir = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "demo");
const root = fileURLToPath(new URL("../../../", import.meta.url));
const picturePath = join(root, "demo-output", "annotated.jpg");
const ENROLLED_SAMPLES = [1, 4];
const PICTURED_SAMPLES = [1, 3];
const NAMES = ["Ada", "Grace", "Lin", "Mae", "Noor", "Rosa", "Tove", "Vera"];

const FACE = "face { box { x y width height } }";
const PROBLEM = "... on Problem { code message } ... on MultipleFaces { faces { box { x y width height } } }";
const WHO_IS_IT = `query ($input: WhoIsItInput!) { whoIsIt(input: $input) { __typename ${PROBLEM}
  ... on Identification { outcome threshold ${FACE} candidates { person { displayName } distance } } } }`;
const ENROLL = `mutation ($input: EnrollInput!) { enroll(input: $input) { __typename ${PROBLEM} } }`;
const VERIFY = `mutation ($input: VerifyInput!) { verify(input: $input) { __typename ${PROBLEM}
  ... on Verification { decision distance threshold } } }`;

const image = (bytes) => ({ base64: bytes.toString("base64") });

/** From left to right. */
async function findFaces(ask, photo) {
  const answer = await ask(WHO_IS_IT, { photo: image(photo) });
  if (answer.__typename === "MultipleFaces") return answer.faces.map(({ box }) => box).sort((a, b) => a.x - b.x);
  return answer.face ? [answer.face.box] : [];
}

/** A square that begins half of the face's width above it and beside it. */
async function cutOut(photo, box) {
  const { width, height } = await sharp(photo).metadata();
  const side = Math.round(2 * box.width);
  const left = Math.max(0, Math.round(box.x - box.width / 2));
  const top = Math.max(0, Math.round(box.y - box.width / 2));
  return sharp(photo)
    .extract({ left, top, width: Math.min(width - left, side), height: Math.min(height - top, side) })
    .jpeg({ quality: 92 })
    .toBuffer();
}

const takenAgain = (photo) =>
  sharp(photo).resize({ width: 320 }).modulate({ brightness: 1.08 }).jpeg({ quality: 70 }).toBuffer();

async function annotate(photos, rows) {
  const pictures = await Promise.all(
    PICTURED_SAMPLES.map(async (sample) => {
      const { width, height } = await sharp(photos.get(sample)).metadata();
      const marks = rows
        .filter((row) => row.sample === sample)
        .map(({ box, label, known }) => {
          const colour = known ? "#2f9e44" : "#e8590c";
          return `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="none" stroke="${colour}" stroke-width="8"/>
            <rect x="${box.x - 4}" y="${box.y + box.height}" width="${Math.max(box.width + 8, label.length * 25)}" height="56" fill="${colour}"/>
            <text x="${box.x + 10}" y="${box.y + box.height + 42}" font-family="sans-serif" font-size="42" fill="white">${label}</text>`;
        });
      const overlay = Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join("")}</svg>`,
      );
      return sharp(
        await sharp(photos.get(sample))
          .composite([{ input: overlay }])
          .toBuffer(),
      )
        .resize({ height: 800 })
        .toBuffer({ resolveWithObject: true });
    }),
  );
  await mkdir(dirname(picturePath), { recursive: true });
  let left = 0;
  const placed = pictures.map(({ data, info }) => {
    const place = { input: data, left, top: 0 };
    left += info.width;
    return place;
  });
  await sharp({ create: { width: left, height: 800, channels: 3, background: "black" } })
    .composite(placed)
    .jpeg({ quality: 85 })
    .toFile(picturePath);
}

progress("Starting a server of its own ...");
const { ask, stop } = await startOwnServer();
try {
  const photos = new Map();
  const faces = [];
  for (let sample = 1; sample <= 6; sample++) {
    const photo = await readFile(join(samplesDir, `sample${sample}.jpg`));
    photos.set(sample, photo);
    const boxes = await findFaces(ask, photo);
    for (const [i, box] of boxes.entries())
      faces.push({ sample, face: i + 1, box, portrait: await cutOut(photo, box) });
    progress(`sample${sample}.jpg: ${boxes.length} faces`);
  }
  const names = [...NAMES];
  for (const face of faces) {
    if (!ENROLLED_SAMPLES.includes(face.sample)) continue;
    const name = names.shift();
    const input = {
      externalId: name.toLowerCase(),
      displayName: name,
      photos: [image(face.portrait)],
      faceSelection: "LARGEST",
    };
    const answer = await ask(ENROLL, input);
    if (answer.__typename === "Enrolled") face.name = name;
    progress(`enrolled ${name}: ${answer.code ?? "ok"}`);
  }
  const rows = [];
  for (const { sample, face, box, portrait, name } of faces) {
    const probe = { photo: image(await takenAgain(portrait)), faceSelection: "LARGEST" };
    const begun = performance.now();
    const found = await ask(WHO_IS_IT, probe);
    const ms = Math.round(performance.now() - begun);
    const verified = name === undefined ? undefined : await ask(VERIFY, { ...probe, externalId: name.toLowerCase() });
    const nearest = found.candidates?.[0];
    const known = found.outcome === "IDENTIFIED";
    const distance = nearest === undefined ? undefined : Number(nearest.distance.toFixed(3));
    rows.push({
      sample,
      face,
      enrolledAs: name ?? null,
      outcome: found.outcome ?? found.code,
      who: known ? nearest.person.displayName : null,
      nearestDistance: distance ?? null,
      verify: verified === undefined ? null : (verified.decision ?? verified.code),
      ms,
      box,
      known,
      label: known ? `${nearest.person.displayName} ${distance}` : `unknown ${distance ?? ""}`,
    });
    progress(`sample${sample}.jpg face ${face}: ${rows.at(-1).outcome} ${rows.at(-1).who ?? ""}`);
  }
  await annotate(photos, rows);
  const shown = rows.map(({ box, known, label, ...row }) => row);
  if (json) process.stdout.write(`${JSON.stringify({ faces: shown, picture: picturePath }, null, 2)}\n`);
  else {
    console.table(shown);
    process.stdout.write(
      `Every face was shown again smaller, brighter and compressed harder than it was enrolled.\nPicture: ${picturePath}\n`,
    );
  }
} finally {
  await stop();
}
