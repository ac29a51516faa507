import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { seededRandom } from "../src/calibration/seeded-random.js";
import { DLIB_MODEL_ID } from "../src/embedding/model-identity.js";
import { adapt, DEFAULT_TRAINING, MININGS } from "../src/training/adapt.js";
import type { AdaptReport } from "../src/training/adapt-report.js";
import type { Estimate } from "../src/training/evaluation/person-bootstrap.js";
import type { LabelledEmbedding } from "../src/training/labelled-embedding.js";
import { normalizeInPlace } from "../src/vector/index.js";
import { gaussian } from "../test/gaussian.js";
import { wasmTensorFlow } from "../test/tensorflow.js";
import { readLfw } from "./data/lfw.js";
import { embedImages } from "./embedding/embed-images.js";
import { openEmbeddingCache } from "./embedding/embedding-cache.js";
import { cacheDir } from "./folders.js";
import { DEFAULT_MODEL, modelNamed } from "./model/model-named.js";
import { progressOn } from "./progress.js";

const { values: args } = parseArgs({
  options: {
    data: { type: "string" },
    seeds: { type: "string", default: "5" },
    "target-fmr": { type: "string", default: "1e-3" },
    mining: { type: "string", default: DEFAULT_TRAINING.mining },
    json: { type: "boolean" },
    help: { type: "boolean" },
  },
});
const mining = MININGS.find((name) => name === args.mining);
if (args.help || !args.data || !mining) {
  console.log(`adapt --data FOLDER [--seeds N] [--target-fmr RATE] [--mining ${MININGS.join("|")}] [--json]

Does a linear head, learned on the people of Labeled Faces in the Wild, help on people it has not seen? FOLDER holds images/
and pairs.txt. Each seed from 1 to N splits the people anew, trains, and judges on the people held out. As controls
the same is done with embeddings that were disturbed along 8 directions, where a head can help. Embeddings are kept in .cache/bench.`);
  process.exit(args.help ? 0 : 2);
}

/**
 * What a null result is worth shows in what would have been found. Standard deviation along each of the directions; two
 * photos of one person then differ by 0.2 and 0.4 more than they do by themselves, which is about 0.3.
 */
const DIRECTIONS = 8;
const DISTURBANCES = [0.05, 0.1];

const progress = (line: string) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
const lfw = readLfw(args.data);
const source = await modelNamed(DEFAULT_MODEL);
const cache = openEmbeddingCache(cacheDir, source);
const outcomes = await embedImages(lfw.images, source, {
  cache,
  threads: availableParallelism(),
  progress: progressOn(process.stderr),
});
const embeddings = outcomes.flatMap((outcome, i) =>
  outcome.kind === "embedding" ? [{ personId: `person ${lfw.images[i]!.person}`, values: outcome.embedding }] : [],
);

const tf = await wasmTensorFlow();
const begun = performance.now();
const plain = run("as they are", embeddings);
const controls = DISTURBANCES.map((size) => ({ size, runs: run(`disturbed by ${size}`, disturbed(embeddings, size)) }));
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
const report = {
  modelId: DLIB_MODEL_ID,
  images: lfw.images.length,
  facesNotFound: lfw.images.length - embeddings.length,
  people: lfw.people,
  targetFmr: Number(args["target-fmr"]),
  settings: { ...DEFAULT_TRAINING, mining },
  plain: summary(plain),
  controls: controls.map(({ size, runs }) => ({ directions: DIRECTIONS, size, ...summary(runs) })),
  seconds: Math.round((performance.now() - begun) / 1000),
};
if (args.json) console.log(JSON.stringify(report, null, 2));
else {
  const { training, validation, heldOut } = plain[0]!.parts;
  console.log(`model       ${report.modelId}, linear head, ${mining} mining
people      ${training.people} to train (${training.peopleWithSeveralPhotos} with several photos), ${validation.people} to validate (${validation.peopleWithSeveralPhotos}), ${heldOut.people} held out (${heldOut.peopleWithSeveralPhotos}; ${plain[0]!.heldOutPersonPairs} pairs of people)
FNMR at FMR ${report.targetFmr} on the held-out people in %, 95 % intervals by resampling people`);
  print("embeddings as they are", plain);
  for (const { size, runs } of controls) print(`control: disturbed by ${size} along ${DIRECTIONS} directions`, runs);
  console.log(`${report.seconds} s`);
}

function run(name: string, data: readonly LabelledEmbedding[]): AdaptReport[] {
  return Array.from({ length: Number(args.seeds) }, (_, i) => {
    progress(`${name}, seed ${i + 1} of ${args.seeds}`);
    const outcome = adapt(tf, data, {
      modelId: DLIB_MODEL_ID,
      targetFmr: Number(args["target-fmr"]),
      seed: i + 1,
      settings: { mining: mining! },
      onEpoch: ({ epoch, validation }) =>
        process.stderr.isTTY &&
        progress(`${name}, seed ${i + 1} of ${args.seeds}, epoch ${epoch}, validation FNMR ${percent(validation)}`),
    });
    if (outcome.kind === "tooLittleData") throw new Error(`too few people: ${JSON.stringify(outcome.shortfalls)}`);
    return outcome.report;
  });
}

function disturbed(data: readonly LabelledEmbedding[], size: number): LabelledEmbedding[] {
  const random = seededRandom(1);
  const dimension = data[0]?.values.length ?? 0;
  const directions = Array.from({ length: DIRECTIONS }, () =>
    normalizeInPlace(Float32Array.from({ length: dimension }, () => gaussian(random))),
  );
  return data.map(({ personId, values }) => {
    const moved = values.slice();
    for (const direction of directions) {
      const by = size * gaussian(random);
      for (let i = 0; i < dimension; i++) moved[i]! += by * direction[i]!;
    }
    return { personId, values: normalizeInPlace(moved) };
  });
}

function summary(runs: readonly AdaptReport[]) {
  const changes = runs.map(({ change }) => change.value);
  return {
    offered: runs.filter(({ verdict }) => verdict.offered).length,
    meanChange: changes.reduce((sum, change) => sum + change, 0) / changes.length,
    runs,
  };
}

function print(title: string, runs: readonly AdaptReport[]): void {
  const { offered, meanChange } = summary(runs);
  console.log(
    `\n${title}\nseed  best epoch  before                after                 change                offered`,
  );
  for (const { seed, bestEpoch, epochs, before, after, change, verdict } of runs) {
    const columns = [before.falseNonMatchRateInterval, after.falseNonMatchRateInterval, change].map((estimate) =>
      interval(estimate).padEnd(21),
    );
    const best = `${bestEpoch} of ${epochs}`.padEnd(11);
    console.log(`${String(seed).padEnd(5)} ${best} ${columns.join(" ")} ${verdict.offered ? "yes" : verdict.reason}`);
  }
  console.log(`mean change ${percent(meanChange)} points, offered ${offered} of ${runs.length}`);
}

function interval({ value, low, high }: Estimate): string {
  return `${percent(value)} (${percent(low)}, ${percent(high)})`;
}

function percent(rate: number): string {
  return (100 * rate).toFixed(2);
}
