import { impostorWeight, type VerificationTrials, weightedPoints } from "../../src/calibration/fnmr-at-fmr.js";
import { type BootstrapOptions, drawPeople } from "../../src/calibration/people-bootstrap.js";
import { middle95InPlace } from "../../src/calibration/quantile.js";

/** Verification with the images that are behind each comparison. */
export interface ImageTrials {
  readonly trials: VerificationTrials;
  /** Images of each genuine comparison. */
  readonly genuineImages: readonly (readonly [first: number, second: number])[];
  /** Image of each row. */
  readonly rowImages: readonly number[];
  /** Quality of each image, 0..100; undefined where it gave no embedding. */
  readonly quality: readonly (number | undefined)[];
}

export interface DiscardPoint {
  /** Share of the images that is rejected, worst quality first. */
  readonly discarded: number;
  readonly images: number;
  /** Lowest quality that is left. */
  readonly qualityFrom: number;
  readonly genuinePairs: number;
  /** With the threshold chosen anew for what is left. */
  readonly fnmr: number;
  readonly threshold: number;
}

export interface ErrorVersusDiscard {
  readonly fmr: number;
  readonly points: readonly DiscardPoint[];
  /** What rejecting the worst 5 % does: FNMR before less FNMR after, with its interval; absent where too little is left. */
  readonly worstFivePercent?: {
    readonly before: number;
    readonly after: number;
    readonly gain: number;
    readonly low: number;
    readonly high: number;
  };
}

const SHARES = [0, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
const WORST = 0.05;

/**
 * FNMR at one false match rate over the images that are left when those of least quality are rejected (the
 * error-versus-discard characteristic of ISO/IEC 29794-1, with the threshold chosen anew at each step). Images without an
 * embedding are rejected first; equal scores go in the order of the images.
 */
export function errorVersusDiscard(
  data: ImageTrials,
  fmr: number,
  { replicates, random }: BootstrapOptions,
): ErrorVersusDiscard {
  const { quality } = data;
  const worstFirst = quality.map((_, image) => image).sort((a, b) => (quality[a] ?? -1) - (quality[b] ?? -1) || a - b);
  const keptAfter = (share: number) => {
    const rejected = Math.round(share * worstFirst.length);
    const kept = new Uint8Array(quality.length).fill(1);
    for (const image of worstFirst.slice(0, rejected)) kept[image] = 0;
    return { kept, rejected };
  };
  const everyone = new Uint32Array(data.trials.people).fill(1);
  const points: DiscardPoint[] = [];
  for (const discarded of SHARES) {
    const { kept, rejected } = keptAfter(discarded);
    const point = pointOf(data, fmr, kept, everyone);
    if (!point) break;
    points.push({
      discarded,
      images: quality.length - rejected,
      qualityFrom: quality[worstFirst[rejected]!] ?? 0,
      ...point,
    });
  }

  const before = points.find(({ discarded }) => discarded === 0);
  const after = points.find(({ discarded }) => discarded === WORST);
  if (!before || !after) return { fmr, points };
  const all = keptAfter(0).kept;
  const withoutWorst = keptAfter(WORST).kept;
  const gains: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const copies = drawPeople(data.trials.people, random);
    const drawn = pointOf(data, fmr, all, copies);
    const better = pointOf(data, fmr, withoutWorst, copies);
    // Both on the same people, so that what they share cancels out.
    if (drawn && better) gains.push(drawn.fnmr - better.fnmr);
  }
  const worstFivePercent = {
    before: before.fnmr,
    after: after.fnmr,
    gain: before.fnmr - after.fnmr,
    ...middle95InPlace(Float64Array.from(gains)),
  };
  return { fmr, points, worstFivePercent };
}

/** Undefined where nothing is left to compare. */
function pointOf(
  { trials, genuineImages, rowImages }: ImageTrials,
  fmr: number,
  kept: Uint8Array,
  copies: Uint32Array,
): { fnmr: number; threshold: number; genuinePairs: number } | undefined {
  const { genuine, rowPeople, people } = trials;
  const rows = Float64Array.from(rowImages, (image, row) => kept[image]! * copies[rowPeople[row]!]!);
  const pairs = Float64Array.from(
    genuineImages,
    ([first, second], i) => kept[first]! * kept[second]! * copies[genuine.people[i]!]!,
  );
  const genuinePairs = pairs.reduce((sum, weight) => sum + weight, 0);
  if (genuinePairs === 0 || impostorWeight(rowPeople, people, rows) === 0) return undefined;
  const [point] = weightedPoints(trials, [fmr], { genuine: pairs, rows });
  return { fnmr: point!.fnmr, threshold: point!.distance, genuinePairs };
}
