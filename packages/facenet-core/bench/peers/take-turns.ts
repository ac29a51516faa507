import { NO_COMPARISON } from "../../src/calibration/roc.js";
import { euclidean } from "../../src/vector/index.js";
import { type Dataset, shortened } from "../data/dataset.js";
import { bestAccuracy } from "../metrics/k-fold-accuracy.js";
import type { Progress } from "../progress.js";
import { type Machine, thisMachine } from "../speed/machine.js";
import { type Timing, timing } from "../speed/timing.js";
import { CONTENDERS, type ContenderName } from "./contender.js";
import { ContenderProcess } from "./contender-process.js";

export interface PeerResult extends Timing {
  readonly name: ContenderName;
  readonly title: string;
  /** Median time as a multiple of that of our profile. */
  readonly timesOurs: { readonly fast: number; readonly standard: number };
  readonly facesFound: number;
  /** Share of the pairs that the threshold best for them judges right; a pair without two faces is judged wrong. */
  readonly bestAccuracy: number;
  readonly bestThreshold: number;
  readonly coldStartMs: number;
  readonly rssMb: number;
}

export interface PeerReport {
  readonly format: "facenet-bench-peers/1";
  readonly measuredAt: string;
  readonly dataset: string;
  readonly images: number;
  readonly pairs: number;
  readonly contenders: readonly PeerResult[];
  readonly machine: Machine;
}

const NAMES = Object.keys(CONTENDERS) as ContenderName[];
/** As many as it takes until the compilers of JavaScript and WebAssembly have settled: the same for everybody. */
const WARM_UP = 40;
const PHOTOS_A_TURN = 10;
/**
 * A turn's photos are gone through again until so long has passed: as on a server at work, what a contender needs is in
 * memory and caches then. After the seconds of the others it is not, and ten photos would be over before it is.
 */
const LEAST_TURN_MS = 1_000;

/** The first pairs of each fold and class, as many as keep their images within `images`. */
export function excerpt(dataset: Dataset, images: number): Dataset {
  for (let perClass = Math.ceil(images / 2); perClass > 1; perClass--) {
    const part = shortened(dataset, perClass);
    if (part.images.length <= images) return part;
  }
  return shortened(dataset, 1);
}

/** Every contender in a process of its own; a few photos go to each of them in turn before the next few are taken. */
export async function takeTurns(
  dataset: Dataset,
  { now, progress }: { now: () => Date; progress: Progress },
): Promise<PeerReport> {
  const machine = thisMachine();
  const photos = await Promise.all(dataset.images.map((image) => image.read()));
  const running = new Map<ContenderName, ContenderProcess>();
  const coldStarts = new Map<ContenderName, number>();
  const times = new Map(NAMES.map((name) => [name, [] as number[]]));
  const descriptors = new Map(NAMES.map((name) => [name, [] as (Float32Array | undefined)[]]));
  try {
    for (const name of NAMES) {
      progress.say(`starting ${CONTENDERS[name].title} ...`);
      const { process, coldStartMs } = await ContenderProcess.start(name, photos[0]!);
      running.set(name, process);
      coldStarts.set(name, coldStartMs);
      await process.describe(photos.slice(0, WARM_UP));
    }
    const report = progress.of("photos", photos.length);
    for (let start = 0; start < photos.length; start += PHOTOS_A_TURN) {
      const turn = photos.slice(start, start + PHOTOS_A_TURN);
      for (const [name, process] of running) {
        const begun = performance.now();
        const described = [...(await process.describe(turn))];
        while (performance.now() - begun < LEAST_TURN_MS) described.push(...(await process.describe(turn)));
        times.get(name)!.push(...described.map(({ ms }) => ms));
        // The same each time.
        descriptors.get(name)!.push(...described.slice(0, turn.length).map(({ descriptor }) => descriptor));
      }
      for (const _ of turn) report();
    }
    const contenders: PeerResult[] = [];
    const medianOf = (name: ContenderName) => timing(times.get(name)!).medianMs;
    const ours = { fast: medianOf("facenet-core-fast"), standard: medianOf("facenet-core") };
    for (const [name, process] of running) {
      const found = descriptors.get(name)!;
      const best = bestAccuracy(judged(dataset, found));
      const taken = timing(times.get(name)!);
      contenders.push({
        name,
        title: CONTENDERS[name].title,
        ...taken,
        timesOurs: { fast: taken.medianMs / ours.fast, standard: taken.medianMs / ours.standard },
        facesFound: found.filter((descriptor) => descriptor).length,
        bestAccuracy: best.accuracy,
        bestThreshold: best.threshold,
        coldStartMs: coldStarts.get(name)!,
        rssMb: (await process.end()) / 2 ** 20,
      });
    }
    return {
      format: "facenet-bench-peers/1",
      measuredAt: now().toISOString(),
      dataset: dataset.name,
      images: dataset.images.length,
      pairs: dataset.pairs.length,
      contenders,
      machine,
    };
  } finally {
    for (const process of running.values()) process.kill();
  }
}

const judged = ({ pairs }: Dataset, descriptors: readonly (Float32Array | undefined)[]) =>
  pairs.map((pair) => {
    const [first, second] = [descriptors[pair.first], descriptors[pair.second]];
    return { ...pair, distance: first && second ? euclidean(first, second) : NO_COMPARISON };
  });
