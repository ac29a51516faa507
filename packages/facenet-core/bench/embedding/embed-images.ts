import type { BenchImage } from "../data/dataset.js";
import type { ModelSource } from "../model/measured-model.js";
import type { Progress } from "../progress.js";
import type { CachedOutcome, EmbeddingCache } from "./embedding-cache.js";

/** The outcome of each image, in their order: from the cache where it is known, else made now and kept. */
export async function embedImages(
  images: readonly BenchImage[],
  source: ModelSource,
  { cache, threads, progress }: { cache: EmbeddingCache | undefined; threads: number; progress: Progress },
): Promise<CachedOutcome[]> {
  const outcomes = new Array<CachedOutcome>(images.length);
  const missing: number[] = [];
  for (const [index, image] of images.entries()) {
    const known = cache?.get(await image.read());
    if (known) outcomes[index] = known;
    else missing.push(index);
  }
  if (missing.length === 0) return outcomes;

  const model = await source.openOnThreads(threads);
  const report = progress.of(`embedding (${images.length - missing.length} known)`, missing.length);
  let next = 0;
  const worker = async () => {
    while (next < missing.length) {
      const index = missing[next++]!;
      const photo = await images[index]!.read();
      const outcome = await model.embed(photo);
      cache?.put(photo, outcome);
      outcomes[index] = outcome;
      report();
    }
  };
  try {
    // One more than threads, so that none waits for a file to be read.
    await Promise.all(Array.from({ length: threads + 1 }, worker));
  } finally {
    await model.close();
  }
  return outcomes;
}
