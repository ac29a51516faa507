import { Piscina } from "piscina";
import { DEFAULT_DECODE_LIMITS } from "../image/decode.js";
import type { Analysis, FaceSelection } from "../pipeline.js";
import type { NetworkOptions } from "../runtime/open-networks.js";
import type { Backend } from "../runtime/runtime.js";
import type { AnalyseTask, WorkerReport, WorkerSettings } from "./worker.js";

export interface EngineOptions extends NetworkOptions {
  /** Photos analysed at the same time, each on its own thread. */
  readonly threads: number;
  /** Photos that may wait; one more is refused with {@link EngineBusyError}. */
  readonly maxQueue: number;
  readonly maxPixels?: number;
}

export interface EngineLoad {
  readonly running: number;
  readonly waiting: number;
}

/** Photos in, analyses out, off the calling thread. */
export interface Engine {
  readonly modelId: string;
  /** What the threads compute with. */
  readonly backend: Backend;
  /** Throws {@link EngineBusyError} when the queue is full; a signal aborts a photo that still waits. */
  analyse(
    photo: Uint8Array,
    options: { readonly selection: FaceSelection; readonly signal?: AbortSignal },
  ): Promise<Analysis>;
  load(): EngineLoad;
  /** Finishes what has been accepted, then ends the threads. */
  close(): Promise<void>;
}

/** The queue is full. Nothing was done; the same call may succeed after `retryAfterMs`. */
export class EngineBusyError extends Error {
  constructor(readonly retryAfterMs: number) {
    super("the engine's queue is full");
    this.name = "EngineBusyError";
  }
}

/** Weight of the newest photo in the running mean of the time that one takes. */
const SMOOTHING = 0.1;

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { threads, maxQueue, runtime, networksDir, model } = options;
  const pool = new Piscina({
    filename: new URL("./worker.js", import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    workerData: { runtime, networksDir, model } satisfies WorkerSettings,
  });
  // Every thread has its networks before the first photo comes, and a missing file is found now.
  const reports: WorkerReport[] = await Promise.all(Array.from({ length: threads }, () => pool.run(undefined)));

  const waiting: { start: () => void }[] = [];
  let running = 0;
  let meanMs = 30;
  let closed = false;

  // The queue is kept here rather than in the pool: a photo that left the queue is never interrupted (that would end the
  // thread and its networks), and one that still waits can leave at once.
  const takePlace = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      signal?.throwIfAborted();
      if (running < threads) {
        running++;
        resolve();
        return;
      }
      if (waiting.length >= maxQueue) throw new EngineBusyError(Math.ceil((meanMs * (waiting.length + 1)) / threads));
      const leave = () => {
        waiting.splice(waiting.indexOf(place), 1);
        reject(signal?.reason);
      };
      const place = {
        start: () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        },
      };
      signal?.addEventListener("abort", leave, { once: true });
      waiting.push(place);
    });
  const givePlace = () => {
    const next = waiting.shift();
    if (next) next.start();
    else running--;
  };

  return {
    ...reports[0]!,
    async analyse(photo, { selection, signal }) {
      if (closed) throw new Error("the engine is closed");
      await takePlace(signal);
      const begun = performance.now();
      try {
        const task: AnalyseTask = {
          photo,
          options: {
            selection,
            limits: { ...DEFAULT_DECODE_LIMITS, maxPixels: options.maxPixels ?? DEFAULT_DECODE_LIMITS.maxPixels },
          },
        };
        return (await pool.run(task)) as Analysis;
      } finally {
        meanMs += SMOOTHING * (performance.now() - begun - meanMs);
        givePlace();
      }
    },
    load: () => ({ running, waiting: waiting.length }),
    async close() {
      closed = true;
      await pool.close();
    },
  };
}
