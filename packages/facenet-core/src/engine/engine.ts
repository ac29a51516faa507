import { Piscina } from "piscina";
import { DEFAULT_DECODE_LIMITS } from "../image/decode.js";
import type { Analysis, FaceSelection } from "../pipeline.js";
import type { NetworkOptions } from "../runtime/open-networks.js";
import type { Backend } from "../runtime/runtime.js";
import { startHelpers } from "./helpers.js";
import type { HelpWanted } from "./shared-steps.js";
import { WaitingLine } from "./waiting-line.js";
import type { AnalyseTask, LoadedModel, WorkerReport, WorkerSettings } from "./worker.js";

export interface EngineOptions extends NetworkOptions {
  /** Photos analysed at the same time, each on its own thread. */
  readonly threads: number;
  /**
   * Threads that help with photos of more than 640 pixels, which are searched in hundreds of small steps, and do nothing
   * else. Each takes about 100 MB once it has helped. Default 0.
   */
  readonly helpers?: number;
  /** Photos that may wait in a burst; see {@link WaitingLine} for who is sent away with EngineBusyError, and when. */
  readonly maxQueue: number;
  readonly maxPixels?: number;
}

export interface EngineLoad {
  readonly running: number;
  readonly waiting: number;
}

/** Photos in, analyses out, off the calling thread. */
export interface Engine {
  /** Id of the first model, which is meant where none is named. */
  readonly modelId: string;
  /** All that are loaded. */
  readonly models: readonly LoadedModel[];
  /** What the threads compute with. */
  readonly backend: Backend;
  /**
   * Throws EngineBusyError when too many wait; a signal aborts a photo that still waits. `admitted` is for the later photos
   * of a call whose first one was served: they are not sent away. `thorough` also finds faces that are half as large, at
   * several times the time. `embed: false`: see AnalyseOptions. `modelId` is one of the loaded models.
   */
  analyse(
    photo: Uint8Array,
    options: {
      readonly selection: FaceSelection;
      readonly thorough?: boolean;
      readonly embed?: boolean;
      readonly modelId?: string;
      readonly signal?: AbortSignal;
      readonly admitted?: boolean;
    },
  ): Promise<Analysis>;
  load(): EngineLoad;
  /** Finishes what has been accepted, then ends the threads. */
  close(): Promise<void>;
}

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { threads, helpers: helperCount = 0, maxQueue, runtime, networksDir, models } = options;
  const settings: WorkerSettings = { runtime, networksDir, models, helpers: helperCount };
  const pool = new Piscina({
    filename: new URL("./worker.js", import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    workerData: settings,
  });
  // Every thread has its networks before the first photo comes, and a missing file is found now.
  const [helpers, ...reports] = await Promise.all([
    startHelpers(helperCount, settings),
    ...Array.from({ length: threads }, (): Promise<WorkerReport> => pool.run(undefined)),
  ]);
  pool.on("message", (wanted: HelpWanted) => helpers.ask(wanted));

  // The line is kept here rather than in the pool: a photo that left it is never interrupted (that would end the thread
  // and its networks), and one that still waits can leave at once.
  const line = new WaitingLine({ places: threads, maxWaiting: maxQueue, now: () => performance.now() });
  let closed = false;

  const { backend, models: loaded } = reports[0]!;
  return {
    backend,
    modelId: loaded[0]!.modelId,
    models: loaded,
    async analyse(photo, { selection, thorough, embed, modelId, signal, admitted }) {
      if (closed) throw new Error("the engine is closed");
      await line.enter({ signal, admitted });
      const begun = performance.now();
      try {
        const task: AnalyseTask = {
          photo,
          modelId,
          options: {
            selection,
            thorough,
            embed,
            limits: { ...DEFAULT_DECODE_LIMITS, maxPixels: options.maxPixels ?? DEFAULT_DECODE_LIMITS.maxPixels },
          },
        };
        return (await pool.run(task)) as Analysis;
      } finally {
        line.leave(performance.now() - begun);
      }
    },
    load: () => line.load,
    async close() {
      closed = true;
      await pool.close();
      await helpers.close();
    },
  };
}
