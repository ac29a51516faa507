import type { VerificationTrials } from "../src/calibration/fnmr-at-fmr.js";
import { seededRandom } from "../src/calibration/seeded-random.js";
import type { Dataset } from "./data/dataset.js";
import { shortened } from "./data/dataset.js";
import { embedImages } from "./embedding/embed-images.js";
import { openEmbeddingCache } from "./embedding/embedding-cache.js";
import { cacheDir } from "./folders.js";
import { ambiguityMargin, identification, searchAll } from "./metrics/identification.js";
import { changeOutcomes } from "./metrics/self-test-changes.js";
import { verification } from "./metrics/verification.js";
import { modelNamed } from "./model/model-named.js";
import type { Progress } from "./progress.js";
import type { BenchReport, Protocol } from "./report/report.js";
import { thisMachine } from "./speed/machine.js";
import { searchTimes } from "./speed/search-times.js";
import { measureSpeed } from "./speed/speed.js";

export interface RunOptions {
  readonly model: string;
  readonly quick: boolean;
  readonly cache: boolean;
  readonly threads: number;
  readonly seed: number;
  readonly now: () => Date;
  readonly progress: Progress;
}

/** How much is done: enough for intervals that can be read, or for a look in half a minute. */
const THOROUGH = {
  replicates: 1000,
  speedPhotos: 200,
  coldStarts: 5,
  queries: 50,
  galleries: [1_000, 10_000, 100_000],
};
const QUICK = { replicates: 200, speedPhotos: 40, coldStarts: 1, queries: 20, galleries: [1_000, 10_000] };
const QUICK_PAIRS_PER_CLASS = 50;
const FPIR = 1e-2;

/** Not one face was found, so there is nothing to compare. */
export class NothingToMeasureError extends Error {}

/** The resamples behind every interval: the same ones at each call. */
export function bootstrapOf({ quick, seed }: Pick<RunOptions, "quick" | "seed">) {
  return { replicates: (quick ? QUICK : THOROUGH).replicates, random: seededRandom(seed) };
}

export async function runBench(
  whole: Dataset,
  options: RunOptions,
): Promise<{ report: BenchReport; trials: VerificationTrials }> {
  const { quick, seed, threads, progress, model } = options;
  const effort = quick ? QUICK : THOROUGH;
  // Before this run itself is the load.
  const machine = thisMachine();
  const dataset = quick && whole.kind === "benchmark" ? shortened(whole, QUICK_PAIRS_PER_CLASS) : whole;
  const { images, people, pairs, folds } = dataset;
  const source = await modelNamed(model);
  progress.say(`${dataset.name}: ${images.length} images of ${people} people, model ${source.modelId}`);

  const cache = options.cache ? openEmbeddingCache(cacheDir, source) : undefined;
  const outcomes = await embedImages(images, source, { cache, threads, progress });
  const embeddings = outcomes.map((outcome) => (outcome.kind === "embedding" ? outcome.embedding : undefined));
  const dimension = embeddings.find((embedding) => embedding)?.length;
  if (dimension === undefined) throw new NothingToMeasureError(`No face was found on ${images.length} images.`);

  progress.say("comparing ...");
  const bootstrap = () => bootstrapOf(options);
  const { figures, trials } = verification(dataset, outcomes, bootstrap);
  const searched = searchAll(
    embeddings,
    images.map(({ person }) => person),
  );
  const found = identification(searched, FPIR, bootstrap());

  const failures: Record<string, number> = {};
  for (const outcome of outcomes) {
    if (outcome.kind === "failure") failures[outcome.reason] = (failures[outcome.reason] ?? 0) + 1;
  }
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);

  const photos: Uint8Array[] = [];
  const timed = Math.min(effort.speedPhotos, images.length);
  for (let i = 0; i < timed; i++) photos.push(await images[Math.floor((i * images.length) / timed)]!.read());
  const speed = await measureSpeed(photos, { model, source, threads, coldStarts: effort.coldStarts, progress });
  progress.say("searching galleries ...");
  const search = searchTimes(effort.galleries, { dimension, queries: effort.queries, seed });

  const genuinePairs = pairs.filter(({ genuine }) => genuine).length;
  const report: BenchReport = {
    format: "facenet-bench/1",
    measuredAt: options.now().toISOString(),
    protocol: {
      dataset: dataset.name,
      kind: dataset.kind,
      quick,
      folds,
      genuinePairs,
      impostorPairs: pairs.length - genuinePairs,
      allImpostorPairs: trials.impostors.count,
      replicates: effort.replicates,
      seed,
      notes: protocolNotes(dataset, quick),
    },
    model: { id: source.modelId, networks: source.networks },
    images: images.length,
    people,
    pairs: pairs.length,
    failureToAcquire: failed / images.length,
    failures,
    ...figures,
    ...(found ? { identification: found } : {}),
    ambiguity: ambiguityMargin(searched.searches),
    ...(dataset.kind === "self-test" ? { changes: changeOutcomes(dataset, outcomes) } : {}),
    speed,
    search,
    machine,
  };
  return { report, trials };
}

function protocolNotes({ kind }: Dataset, quick: boolean): Protocol["notes"] {
  return [
    ...(kind === "self-test"
      ? [
          "Self-test: a genuine pair is a face and its own changed copy. It tells that the engine works, not how well it tells people apart.",
        ]
      : []),
    ...(quick ? [`Quick run: ${QUICK_PAIRS_PER_CLASS} pairs a class and fold at most, few resamples.`] : []),
    "The most central face of each image is taken.",
    "Accuracy: the threshold best on the other folds judges each fold; every listed pair counts, and one without two faces is an error.",
    "AUC and EER: listed pairs; a genuine pair without two faces matches at no threshold.",
    "FNMR at FMR: the threshold is set on all pairs of images of different people, then the listed genuine pairs are judged; one without two faces is a non-match.",
    "Intervals: 95 %, percentiles over resamples of people; thresholds are set anew in each.",
    "1:K: the first image of each person with a face is the gallery, every other image is searched. In the open set each is also searched without its own person enrolled.",
    "Time is from the bytes of a file to its embedding, one thread; stages likewise.",
  ];
}
