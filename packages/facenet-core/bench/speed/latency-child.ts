import { modelNamed } from "../model/model-named.js";

/*
 * A fresh process that embeds photos one after another on one thread. It is told the model and the photos, answers when
 * it has the first embedding, and then with the time of each photo.
 */

export interface LatencyTask {
  readonly model: string;
  readonly photos: readonly Uint8Array[];
  /** Photos embedded before any is timed. */
  readonly warmUp: number;
}

export type LatencyAnswer =
  | { readonly kind: "first" }
  | {
      readonly kind: "done";
      /** Milliseconds from bytes to embedding, and of each stage, of the photos that gave an embedding. */
      readonly totals: readonly number[];
      readonly stages: Readonly<Record<string, readonly number[]>>;
      readonly rssBytes: number;
    };

const MAX_TRIES = 5;

async function run({ model: name, photos, warmUp }: LatencyTask): Promise<void> {
  const model = await (await modelNamed(name)).open();
  // A photo without a face ends early; the first embedding is what a cold start ends with.
  for (const photo of photos.slice(0, MAX_TRIES)) {
    if ((await model.embed(photo)).kind === "embedding") break;
  }
  answer({ kind: "first" });
  for (const photo of photos.slice(0, warmUp)) await model.embed(photo);
  const totals: number[] = [];
  const stages: Record<string, number[]> = {};
  for (const photo of photos) {
    const begun = performance.now();
    const outcome = await model.embed(photo);
    const took = performance.now() - begun;
    if (outcome.kind !== "embedding") continue;
    totals.push(took);
    for (const [stage, ms] of Object.entries(outcome.timingsMs)) {
      stages[stage] ??= [];
      stages[stage].push(ms);
    }
  }
  answer({ kind: "done", totals, stages, rssBytes: process.memoryUsage.rss() });
  await model.close();
  process.disconnect();
}

const answer = (message: LatencyAnswer) => process.send!(message);

process.once("message", (task: LatencyTask) => void run(task));
