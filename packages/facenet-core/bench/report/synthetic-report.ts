import { seededRandom } from "../../src/calibration/seeded-random.js";
import { normalizeInPlace } from "../../src/vector/index.js";
import type { Dataset, ImagePair } from "../data/dataset.js";
import type { CachedOutcome } from "../embedding/embedding-cache.js";
import { ambiguityMargin, identification, searchAll } from "../metrics/identification.js";
import { verification } from "../metrics/verification.js";
import type { BenchReport } from "./report.js";

const PEOPLE = 40;
const IMAGES_EACH = 3;
const FOLDS = 2;
const DIMENSION = 8;

/** For tests: three points of forty people on a sphere, the nearer together the better; the last image has no face. */
export function syntheticOutcomes(spread: number): { dataset: Dataset; outcomes: CachedOutcome[] } {
  const random = seededRandom(21);
  const direction = () => Float32Array.from({ length: DIMENSION }, () => random() - 0.5);
  const images = Array.from({ length: PEOPLE * IMAGES_EACH }, (_, image) => ({
    person: Math.floor(image / IMAGES_EACH),
    read: async () => new Uint8Array(),
  }));
  const centres = Array.from({ length: PEOPLE }, direction);
  const outcomes = images.map(({ person }, image): CachedOutcome => {
    if (image === images.length - 1) return { kind: "failure", reason: "noFace" };
    const offset = direction();
    const quality = Math.round(100 * random());
    // Less quality, further off: otherwise there would be nothing to gain from quality.
    const embedding = normalizeInPlace(
      centres[person]!.map((value, d) => value + spread * (1.5 - quality / 100) * offset[d]!),
    );
    return { kind: "embedding", embedding, quality };
  });
  const pairs: ImagePair[] = centres.flatMap((_, person) => {
    const first = person * IMAGES_EACH;
    const fold = Math.floor((person * FOLDS) / PEOPLE);
    const stranger = (first + IMAGES_EACH) % images.length;
    return [
      { first, second: first + 2, genuine: true, fold },
      { first, second: stranger, genuine: false, fold },
    ];
  });
  return {
    dataset: { name: "points <on> a sphere", kind: "benchmark", images, people: PEOPLE, pairs, folds: FOLDS },
    outcomes,
  };
}

/** For tests: a report whose accuracy was computed on points and whose times are made up. */
export function syntheticReport(spread: number): BenchReport {
  const { dataset, outcomes } = syntheticOutcomes(spread);
  const bootstrap = () => ({ replicates: 50, random: seededRandom(1) });
  const { figures, trials } = verification(dataset, outcomes, bootstrap);
  const searched = searchAll(
    outcomes.map((outcome) => (outcome.kind === "embedding" ? outcome.embedding : undefined)),
    dataset.images.map(({ person }) => person),
  );
  return {
    format: "facenet-bench/1",
    measuredAt: "2026-01-02T03:04:05.000Z",
    protocol: {
      dataset: dataset.name,
      kind: dataset.kind,
      quick: false,
      folds: dataset.folds,
      genuinePairs: dataset.pairs.length / 2,
      impostorPairs: dataset.pairs.length / 2,
      allImpostorPairs: trials.impostors.count,
      replicates: 50,
      seed: 1,
      notes: ["Points are taken as they are."],
    },
    model: { id: "points", networks: { encoder: "0123456789abcdef0123456789abcdef" } },
    images: dataset.images.length,
    people: dataset.people,
    pairs: dataset.pairs.length,
    failureToAcquire: 1 / dataset.images.length,
    failures: { noFace: 1 },
    ...figures,
    identification: identification(searched, 1e-2, bootstrap())!,
    ambiguity: ambiguityMargin(searched.searches),
    speed: {
      photos: 10,
      medianMs: 20 * spread,
      p95Ms: 30 * spread,
      stages: {
        decode: { medianMs: 2 * spread, p95Ms: 3 * spread },
        embed: { medianMs: 18 * spread, p95Ms: 27 * spread },
      },
      rssMb: 200,
      coldStartMs: 900,
      throughput: { threads: 4, photos: 200, photosPerSecond: 160 },
    },
    search: [{ templates: 1000, dimension: DIMENSION, medianMs: 0.2, p95Ms: 0.4 }],
    machine: { cpu: "Example", cores: 4, memoryGb: 8, os: "Linux 6.1 x64", node: "20.19.0", load: 0.5 },
  };
}
