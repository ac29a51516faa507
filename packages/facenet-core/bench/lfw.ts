import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DLIB_MODEL_ID } from "../src/embedding/model-identity.js";
import { analysePhoto } from "../src/pipeline.js";
import { openNetworks } from "../src/runtime/open-networks.js";
import { euclidean } from "../src/vector/index.js";
import { type LfwData, readLfw } from "./lfw-data.js";
import {
  clopperPearson,
  distanceAtFmr,
  equalErrorRate,
  falseNonMatches,
  kFoldAccuracy,
} from "./verification-metrics.js";

const { values: args } = parseArgs({
  options: {
    data: { type: "string" },
    json: { type: "boolean" },
    "write-curve": { type: "string" },
    help: { type: "boolean" },
  },
});
if (args.help || !args.data) {
  console.log(
    "lfw --data FOLDER [--json] [--write-curve FILE]\n\nVerification accuracy on Labeled Faces in the Wild: FOLDER holds images/ and pairs.txt.\n--write-curve writes the reference curve that new sites start from.",
  );
  process.exit(args.help ? 0 : 2);
}

const lfw = readLfw(args.data);
const embeddings = await embedAll(lfw);
const distance = (a: number, b: number) => {
  const [first, second] = [embeddings[a], embeddings[b]];
  return first && second ? euclidean(first, second) : undefined;
};

const scored = lfw.pairs.map((pair) => ({ ...pair, distance: distance(pair.first, pair.second) }));
const missing = embeddings.filter((embedding) => !embedding).length;
const accuracy = kFoldAccuracy(scored, lfw.folds);
const genuine = scored.filter((pair) => pair.genuine).map((pair) => pair.distance);
const impostorOfPairs = sorted(scored.filter((pair) => !pair.genuine).map((pair) => pair.distance));
const atOnePercent = distanceAtFmr(impostorOfPairs, 1e-2);
const missedAtOnePercent = falseNonMatches(genuine, atOnePercent.distance);
const impostors = allImpostors(lfw);
const points = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5].map((fmr) => {
  const cut = distanceAtFmr(impostors, fmr);
  const missed = falseNonMatches(genuine, cut.distance);
  return {
    fmr,
    distance: round(cut.distance, 5),
    falseMatches: cut.falseMatches,
    fnmr: round(missed / genuine.length, 5),
    falseNonMatches: missed,
  };
});
const ambiguity = ambiguityMargin(lfw, points.find((point) => point.fmr === 1e-4)!.distance);

const report = {
  modelId: DLIB_MODEL_ID,
  images: lfw.files.length,
  people: lfw.people,
  facesNotFound: missing,
  pairs: scored.length,
  kFoldAccuracy: accuracy,
  equalErrorRate: equalErrorRate(sorted(genuine), impostorOfPairs),
  officialPairs: {
    fmr: 1e-2,
    ...atOnePercent,
    falseNonMatches: missedAtOnePercent,
    genuine: genuine.length,
    fnmr: missedAtOnePercent / genuine.length,
    interval: clopperPearson(missedAtOnePercent, genuine.length),
  },
  allImpostorPairs: { count: impostors.length, points },
  ambiguity,
};

if (args["write-curve"]) {
  const curve = {
    modelId: DLIB_MODEL_ID,
    benchmark: "LFW deep-funneled, folds 1-3 of View 2 (development set)",
    protocol:
      "most central face of each image; impostor pairs: all pairs of images of different people; genuine pairs: the official ones, an image without a face counts as a non-match",
    people: lfw.people,
    images: lfw.files.length,
    impostorPairs: impostors.length,
    genuinePairs: genuine.length,
    points,
    ambiguity: { margin: ambiguity.margin, basis: ambiguity.basis, searches: ambiguity.searches },
  };
  writeFileSync(args["write-curve"], `${JSON.stringify(curve, null, 2)}\n`);
}
if (args.json) console.log(JSON.stringify(report, null, 2));
else {
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  console.log(`model             ${report.modelId}
images            ${report.images} of ${report.people} people, ${missing} without a face (${percent(missing / lfw.files.length)})
accuracy          ${percent(accuracy.mean)} +- ${percent(accuracy.sd)} (${lfw.folds} folds, ${scored.length} pairs, every pair counted)
EER               ${percent(report.equalErrorRate)}
FNMR @ FMR 1e-2   ${percent(report.officialPairs.fnmr)} = ${missedAtOnePercent} of ${genuine.length}, 95 % ${report.officialPairs.interval.map(percent).join(" to ")} (official pairs, distance ${atOnePercent.distance.toFixed(4)})
all impostor pairs: ${impostors.length}`);
  for (const point of points)
    console.log(
      `  FMR ${point.fmr}  distance ${point.distance.toFixed(4)}  ${point.falseMatches} false matches  FNMR ${percent(point.fnmr)} (${point.falseNonMatches})`,
    );
  console.log(`ambiguity margin  ${ambiguity.margin} (${ambiguity.basis}; ${JSON.stringify(ambiguity.counts)})`);
}

async function embedAll({ files }: LfwData): Promise<(Float32Array | undefined)[]> {
  const networks = await openNetworks({ networksDir: fileURLToPath(new URL("../../../networks", import.meta.url)) });
  const result: (Float32Array | undefined)[] = [];
  for (const [i, file] of files.entries()) {
    const analysis = await analysePhoto(networks, readFileSync(file), { selection: "CENTRAL", keepChip: false });
    result.push(analysis.kind === "face" ? analysis.embedding.values : undefined);
    if (process.stderr.isTTY && i % 100 === 0) process.stderr.write(`\r${i} of ${files.length} images`);
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  return result;
}

function allImpostors({ personOf }: LfwData): Float32Array {
  const found: number[] = [];
  for (let a = 0; a < personOf.length; a++) {
    for (let b = a + 1; b < personOf.length; b++) {
      if (personOf[a] === personOf[b]) continue;
      const d = distance(a, b);
      if (d !== undefined) found.push(d);
    }
  }
  return Float32Array.from(found).sort();
}

/**
 * 1:K: the first image of each person is the gallery, every other image a probe. Where the wrong person comes first and
 * the right one second, the gap between them is how far chance can turn the order; the margin covers 95 % of such gaps.
 */
function ambiguityMargin({ personOf }: LfwData, cut: number) {
  const galleryOf = new Map<number, number>();
  personOf.forEach((person, i) => {
    if (!galleryOf.has(person) && embeddings[i]) galleryOf.set(person, i);
  });
  const gaps: number[] = [];
  let searches = 0;
  let withinCut = 0;
  let twoWithinCut = 0;
  personOf.forEach((person, probe) => {
    const own = galleryOf.get(person);
    if (own === undefined || own === probe || !embeddings[probe]) return;
    searches++;
    const right = distance(probe, own)!;
    let nearest = Number.POSITIVE_INFINITY;
    let nearer = 0;
    for (const [other, image] of galleryOf) {
      if (other === person) continue;
      const d = distance(probe, image)!;
      nearest = Math.min(nearest, d);
      if (d < right) nearer++;
    }
    if (Math.min(right, nearest) <= cut) withinCut++;
    if (Math.max(right, nearest) <= cut) twoWithinCut++;
    if (nearer === 1) gaps.push(right - nearest);
  });
  gaps.sort((a, b) => a - b);
  const margin = round(gaps[Math.min(gaps.length - 1, Math.ceil(0.95 * gaps.length) - 1)] ?? 0, 4);
  return {
    margin,
    searches,
    basis: `covers 95 % of the ${gaps.length} gaps between a wrong first and a right second person`,
    counts: { searches, withinCut, twoWithinCut, gaps: gaps.length, median: round(gaps[gaps.length >> 1] ?? 0, 4) },
  };
}

function sorted(values: readonly (number | undefined)[]): Float32Array {
  return Float32Array.from(values.filter((value) => value !== undefined)).sort();
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
