import { cpus } from "node:os";
import { ExactGallery } from "../src/matching/index.js";
import { TEMPLATES_PER_PERSON, type VectorKind, vectorSource } from "./gallery-vectors.js";
import { allocatePlainRows, plainSearch } from "./plain-search.js";

export interface SearchBenchOptions {
  /** Sizes of gallery, in templates. */
  readonly rows: readonly number[];
  readonly dimension?: number;
  readonly kinds?: readonly VectorKind[];
  /** Numbers of people to find, each a search of its own. */
  readonly k?: readonly number[];
  /** How often the plain loop and the reading take their turn; searches take three turns for each of theirs. */
  readonly rounds?: number;
  readonly seed?: number;
  /** Told what is being measured. */
  readonly log?: (line: string) => void;
}

/**
 * Processor time of the process. A search waits for nothing, so this is what a clock shows on an idle machine; on a shared one a
 * clock adds the turns of others, and adds them to the long plain loop more than to a short search.
 */
export interface Times {
  readonly medianMs: number;
  readonly p95Ms: number;
}

export interface SearchMeasurement extends Times {
  readonly k: number;
  /** Ratios of medians. */
  readonly timesAsFastAsPlainLoop: number;
  readonly timesAsFastAsReading: number;
  /** Searches whose people and distances were compared with the plain loop's, bit by bit; a difference throws. */
  readonly comparedWithPlainLoop: number;
}

export interface GalleryMeasurement {
  readonly vectors: VectorKind;
  readonly rows: number;
  readonly people: number;
  /** Time to fill the gallery, the making of vectors not included. */
  readonly fillMs: number;
  /** Growth of the process (resident) and of the JavaScript heap while the gallery was filled. */
  readonly residentMiB: number;
  readonly heapMiB: number;
  /** JavaScript loop over one Float32Array in double precision, k = 1. */
  readonly plainLoop: Times;
  /** WebAssembly SIMD sum over the same Float32Array. */
  readonly readFloats: Times;
  readonly search: readonly SearchMeasurement[];
}

export interface SearchReport {
  readonly cpu: string;
  readonly node: string;
  readonly dimension: number;
  readonly galleries: readonly GalleryMeasurement[];
}

const MODEL = "bench";
const SEARCHES_PER_ROUND = 3;
const WARM_UP_SEARCHES = 10;

/**
 * Times of exact gallery search on one thread, against a plain loop and against merely reading the vectors. They take turns, so that
 * what slows the machine slows all of them.
 */
export async function benchSearch(options: SearchBenchOptions): Promise<SearchReport> {
  const { rows, dimension = 128, kinds = ["random", "clustered"] } = options;
  const galleries: GalleryMeasurement[] = [];
  for (const count of rows) {
    for (const kind of kinds) {
      options.log?.(`${count} templates, ${kind}`);
      galleries.push(await measure(kind, count, dimension, options));
    }
  }
  return { cpu: cpus()[0]?.model ?? "unknown", node: process.version, dimension, galleries };
}

async function measure(
  vectors: VectorKind,
  rows: number,
  dimension: number,
  { k: ks = [1, 20], rounds = 20, seed = 1 }: SearchBenchOptions,
): Promise<GalleryMeasurement> {
  const plain = await allocatePlainRows(rows, dimension);
  const source = vectorSource(vectors, dimension, seed);
  for (let row = 0; row < rows; row++) plain.values.set(source.template(), row * dimension);

  const before = process.memoryUsage();
  const begun = performance.now();
  const gallery = fill(plain.values, dimension);
  const fillMs = performance.now() - begun;
  const after = process.memoryUsage();

  const probes = Array.from({ length: WARM_UP_SEARCHES + SEARCHES_PER_ROUND * rounds }, () => source.probe());
  const search = (probe: Float32Array, k: number) => gallery.search({ modelId: MODEL, values: probe }, k);
  let compared = 0;
  for (const probe of probes.slice(0, WARM_UP_SEARCHES)) {
    plain.sum();
    for (const k of ks) search(probe, k);
  }
  for (const probe of probes.slice(0, 4)) {
    for (const k of ks) assertSame(search(probe, k), plainSearch(plain.values, probe, k, TEMPLATES_PER_PERSON));
    compared++;
  }

  const times = { plain: [] as number[], read: [] as number[], search: ks.map(() => [] as number[]) };
  for (let round = 0; round < rounds; round++) {
    const turn = WARM_UP_SEARCHES + SEARCHES_PER_ROUND * round;
    times.plain.push(timed(() => plainSearch(plain.values, probes[turn]!, 1, TEMPLATES_PER_PERSON)));
    times.read.push(timed(() => plain.sum()));
    for (const probe of probes.slice(turn, turn + SEARCHES_PER_ROUND)) {
      for (const [i, k] of ks.entries()) times.search[i]!.push(timed(() => search(probe, k)));
    }
  }

  const plainLoop = summary(times.plain);
  const readFloats = summary(times.read);
  return {
    vectors,
    rows,
    people: Math.ceil(rows / TEMPLATES_PER_PERSON),
    fillMs,
    residentMiB: (after.rss - before.rss) / 2 ** 20,
    heapMiB: (after.heapUsed - before.heapUsed) / 2 ** 20,
    plainLoop,
    readFloats,
    search: ks.map((k, i) => {
      const { medianMs, p95Ms } = summary(times.search[i]!);
      return {
        k,
        medianMs,
        p95Ms,
        timesAsFastAsPlainLoop: plainLoop.medianMs / medianMs,
        timesAsFastAsReading: readFloats.medianMs / medianMs,
        comparedWithPlainLoop: compared,
      };
    }),
  };
}

function fill(values: Float32Array, dimension: number): ExactGallery {
  const gallery = new ExactGallery(MODEL, dimension);
  const count = values.length / dimension;
  for (let first = 0; first < count; first += TEMPLATES_PER_PERSON) {
    const own = Math.min(TEMPLATES_PER_PERSON, count - first);
    const templates = Array.from({ length: own }, (_, i) => ({
      templateId: idOf(first + i),
      vector: values.subarray((first + i) * dimension, (first + i + 1) * dimension),
    }));
    gallery.replacePerson(idOf(first / TEMPLATES_PER_PERSON), templates);
  }
  return gallery;
}

/** As long as the ids of the database, which count in the heap. */
function idOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

function assertSame(
  found: readonly { personId: string; distance: number }[],
  expected: readonly { person: number; squared: number }[],
): void {
  const same =
    found.length === expected.length &&
    found.every(
      ({ personId, distance }, i) =>
        personId === idOf(expected[i]!.person) && distance === Math.sqrt(expected[i]!.squared),
    );
  if (!same) throw new Error("the gallery's answer is not the plain loop's");
}

function timed(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function summary(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}
