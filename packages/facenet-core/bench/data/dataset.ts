/** One photo of one person. */
export interface BenchImage {
  /** Index below {@link Dataset.people}. */
  readonly person: number;
  read(): Promise<Uint8Array>;
  /** How a photo of the self-test was changed. */
  readonly variant?: string;
}

/** A comparison of two images, by their index in {@link Dataset.images}. */
export interface ImagePair {
  readonly first: number;
  readonly second: number;
  readonly genuine: boolean;
  readonly fold: number;
}

/** Photos of people, and the comparisons by which accuracy is told. */
export interface Dataset {
  /** What it is, for a reader of the report. Never a path. */
  readonly name: string;
  readonly kind: "benchmark" | "self-test";
  readonly images: readonly BenchImage[];
  readonly people: number;
  readonly pairs: readonly ImagePair[];
  readonly folds: number;
}

/** Only the first `perClass` genuine and impostor pairs of each fold, and only the images and people in them. */
export function shortened(dataset: Dataset, perClass: number): Dataset {
  const taken = new Map<string, number>();
  const pairs = dataset.pairs.filter(({ fold, genuine }) => {
    const count = (taken.get(`${fold} ${genuine}`) ?? 0) + 1;
    taken.set(`${fold} ${genuine}`, count);
    return count <= perClass;
  });
  const kept = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))].sort((a, b) => a - b);
  const images = kept.map((index) => dataset.images[index]!);
  const people = [...new Set(images.map(({ person }) => person))];
  const imageNow = new Map(kept.map((index, now) => [index, now]));
  const personNow = new Map(people.map((person, now) => [person, now]));
  return {
    ...dataset,
    images: images.map((image) => ({ ...image, person: personNow.get(image.person)! })),
    people: people.length,
    pairs: pairs.map((pair) => ({
      ...pair,
      first: imageNow.get(pair.first)!,
      second: imageNow.get(pair.second)!,
    })),
  };
}
