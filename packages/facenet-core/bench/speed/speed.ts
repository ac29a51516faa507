import type { ModelSource } from "../model/measured-model.js";
import type { Progress } from "../progress.js";
import { measureLatency } from "./latency.js";
import { type Timing, timing } from "./timing.js";

/** Time and memory from the bytes of a photo to its embedding. */
export interface Speed extends Timing {
  /** Photos behind the timings, each once, one after another on one thread. */
  readonly photos: number;
  readonly stages: Readonly<Record<string, Timing>>;
  /** Of a process that does nothing else, after all photos. */
  readonly rssMb: number;
  /** From the start of a process to its first embedding. */
  readonly coldStartMs: number;
  readonly throughput: { readonly threads: number; readonly photos: number; readonly photosPerSecond: number };
}

export interface SpeedOptions {
  readonly model: string;
  readonly source: ModelSource;
  readonly threads: number;
  readonly coldStarts: number;
  readonly progress: Progress;
}

const WARM_UP = 10;
/** Photos each thread is given at least, so that starting and ending together does not count. */
const PHOTOS_PER_THREAD = 50;

export async function measureSpeed(photos: readonly Uint8Array[], options: SpeedOptions): Promise<Speed> {
  const { model, progress, coldStarts } = options;
  progress.say(`timing ${photos.length} photos on one thread, cold starts, then all threads ...`);
  const coldStartMs: number[] = [];
  for (let i = 1; i < coldStarts; i++) {
    coldStartMs.push((await measureLatency({ model, photos: photos.slice(0, 1), warmUp: 0 })).coldStartMs);
  }
  const latency = await measureLatency({ model, photos, warmUp: WARM_UP });
  coldStartMs.push(latency.coldStartMs);
  return {
    photos: latency.totals.length,
    ...timing(latency.totals),
    stages: Object.fromEntries(Object.entries(latency.stages).map(([stage, times]) => [stage, timing(times)])),
    rssMb: latency.rssBytes / 2 ** 20,
    coldStartMs: timing(coldStartMs).medianMs,
    throughput: await throughput(photos, options),
  };
}

async function throughput(
  photos: readonly Uint8Array[],
  { source, threads }: SpeedOptions,
): Promise<Speed["throughput"]> {
  const model = await source.openOnThreads(threads);
  try {
    const embed = async (count: number) => {
      let next = 0;
      const worker = async () => {
        while (next < count) await model.embed(photos[next++ % photos.length]!);
      };
      await Promise.all(Array.from({ length: 2 * threads }, worker));
    };
    await embed(threads * WARM_UP);
    const count = Math.max(photos.length, threads * PHOTOS_PER_THREAD);
    const begun = performance.now();
    await embed(count);
    return { threads, photos: count, photosPerSecond: (1000 * count) / (performance.now() - begun) };
  } finally {
    await model.close();
  }
}
