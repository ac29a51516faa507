import { faceChip } from "./alignment/chip.js";
import { findLandmarks } from "./alignment/landmarks.js";
import { detectFaces } from "./detection/detector.js";
import { type SkimmedAhead, skimAhead } from "./detection/large-photo.js";
import type { FaceFinders } from "./detection/search-step.js";
import type { FaceEncoder } from "./embedding/face-encoder.js";
import type { Embedding } from "./embedding/model-identity.js";
import { area, type Box, center, type Point, type ScoredBox } from "./geometry/index.js";
import {
  DEFAULT_DECODE_LIMITS,
  type DecodeLimits,
  decodeImage,
  encodeLossless,
  type ImageProblemCode,
} from "./image/decode.js";
import { giveBackPixels } from "./image/pixel-memory.js";
import type { RgbImage } from "./image/rgb-image.js";
import { assessQuality, type FaceQuality } from "./quality/quality.js";
import type { NetworkRunner } from "./runtime/network-runner.js";

export interface Networks extends FaceFinders {
  readonly landmarks: NetworkRunner;
  readonly encoder: FaceEncoder;
}

/** Which face of a photo is meant: the only one (more than one is refused), the largest, the one nearest the middle, or each. */
export type FaceSelection = "ONLY" | "LARGEST" | "CENTRAL" | "ALL";

export interface Face {
  /** In pixels of the upright photo; may reach over its edge. */
  readonly box: Box;
  /** 68 points in the order of iBUG 300-W. */
  readonly landmarks: readonly Point[];
  /** Detector score, 0..1. */
  readonly score: number;
  readonly quality: FaceQuality;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

export type Stage = "decode" | "detect" | "align" | "embed";

/** One of all the faces of a photo. */
export interface DescribedFace {
  readonly face: Face;
  /** Null when the face is not good enough (its quality says why), or when faces were only to be found. */
  readonly described: { readonly embedding: Embedding; readonly chip: Uint8Array } | null;
}

/** Faces beyond it are left out, the smallest ones: a photo of a crowd must not take a thread for minutes. */
export const MOST_FACES = 100;
/** Faces whose chips are embedded together: what the networks keep in memory grows with it. */
const FACES_A_BATCH = 8;

/** What a photo holds, or why it cannot be used: everything a caller needs to answer and to draw. Faces are largest first. */
export type Analysis =
  | {
      readonly kind: "face";
      readonly image: ImageSize;
      readonly face: Face;
      readonly faces: readonly Face[];
      readonly embedding: Embedding;
      /** The encoder's picture of the face as lossless WebP: embedding it again gives the same numbers. */
      readonly chip: Uint8Array;
      readonly timingsMs: Readonly<Record<Stage, number>>;
    }
  /** ALL: largest first, at most {@link MOST_FACES}; `omitted` smaller ones are not among them. */
  | {
      readonly kind: "faces";
      readonly image: ImageSize;
      readonly faces: readonly DescribedFace[];
      readonly omitted: number;
      readonly timingsMs: Readonly<Record<Stage, number>>;
    }
  | { readonly kind: "noFace"; readonly image: ImageSize }
  | { readonly kind: "multipleFaces"; readonly image: ImageSize; readonly faces: readonly Face[] }
  | { readonly kind: "lowQuality"; readonly image: ImageSize; readonly face: Face; readonly faces: readonly Face[] }
  | { readonly kind: "badImage"; readonly code: ImageProblemCode; readonly message: string };

export interface AnalyseOptions {
  readonly selection: FaceSelection;
  readonly limits?: DecodeLimits;
  /** Search for faces half as large, at several times the time: see `searchLargePhoto`. */
  readonly thorough?: boolean | undefined;
  /** With ALL: embed what is good enough; default true. Without it faces are only found and judged. */
  readonly embed?: boolean | undefined;
  /** Also encode the chip for storage; default true. */
  readonly keepChip?: boolean;
}

/** The faces that count when somebody asks for the only face: people far in the background do not make a photo ambiguous. */
const BACKGROUND_AREA_SHARE = 0.08;

/** One photo to one embedding: decode, detect, choose, landmarks, quality, align, embed. */
export async function analysePhoto(networks: Networks, photo: Uint8Array, options: AnalyseOptions): Promise<Analysis> {
  const clock = stopwatch();
  const effort = options.thorough ? "thorough" : "standard";
  let ahead: SkimmedAhead | undefined;
  const decoded = await decodeImage(photo, options.limits ?? DEFAULT_DECODE_LIMITS, (image, rows) => {
    ahead = skimAhead(networks, image, rows, effort);
  });
  if (decoded.kind === "badImage") return decoded;
  clock.lap("decode");
  try {
    const found = await detectFaces(networks, decoded.image, effort, ahead);
    clock.lap("detect");
    return await describeFaces(networks, decoded.image, found, options, clock);
  } finally {
    giveBackPixels(decoded.image);
  }
}

async function describeFaces(
  networks: Networks,
  image: RgbImage,
  found: readonly ScoredBox[],
  options: AnalyseOptions,
  clock: Stopwatch,
): Promise<Analysis> {
  const size = { width: image.width, height: image.height };
  if (found.length === 0) return { kind: "noFace", image: size };

  // Only the chosen face is followed to the end, unless all of them go into the answer.
  const bySize = [...found].sort((a, b) => area(b.box) - area(a.box));
  const relevant = bySize.filter(({ box }) => area(box) >= BACKGROUND_AREA_SHARE * area(bySize[0]!.box));
  const chosen = options.selection === "CENTRAL" ? mostCentral(bySize, image) : bySize[0]!;
  const inspect = async ({ box, score }: ScoredBox) => {
    const landmarks = await findLandmarks(networks.landmarks, image, box, networks.encoder.landmarkReadings);
    const chip = faceChip(image, landmarks);
    const picture = networks.encoder.picture({ image, box, landmarks, chip });
    return { picture, face: { box, score, landmarks, quality: assessQuality(box, landmarks, chip) } satisfies Face };
  };
  if (options.selection === "ALL") {
    const inspected: Inspected[] = [];
    for (const candidate of bySize.slice(0, MOST_FACES)) inspected.push(await inspect(candidate));
    clock.lap("align");
    const faces =
      options.embed === false
        ? inspected.map(({ face }) => ({ face, described: null }))
        : await describeAll(networks, inspected, options.keepChip !== false);
    clock.lap("embed");
    const omitted = bySize.length - inspected.length;
    return { kind: "faces", image: size, faces, omitted, timingsMs: clock.laps as Record<Stage, number> };
  }
  if (options.selection === "ONLY" && relevant.length > 1) {
    const faces: Face[] = [];
    for (const candidate of relevant) faces.push((await inspect(candidate)).face);
    return { kind: "multipleFaces", image: size, faces };
  }
  const { face, picture } = await inspect(chosen);
  clock.lap("align");
  if (face.quality.reasons.length > 0) return { kind: "lowQuality", image: size, face, faces: [face] };

  const [embedding] = await networks.encoder.embed([picture]);
  if (!embedding) throw new Error("the encoder returned nothing");
  clock.lap("embed");
  return {
    kind: "face",
    image: size,
    face,
    faces: [face],
    embedding,
    chip: options.keepChip === false ? new Uint8Array() : await encodeLossless(picture),
    timingsMs: clock.laps as Record<Stage, number>,
  };
}

interface Inspected {
  readonly face: Face;
  /** What the encoder sees of it. */
  readonly picture: RgbImage;
}

async function describeAll(
  { encoder }: Networks,
  inspected: readonly Inspected[],
  keepChips: boolean,
): Promise<DescribedFace[]> {
  const good = inspected.filter(({ face }) => face.quality.reasons.length === 0);
  const describedOf = new Map<Inspected, NonNullable<DescribedFace["described"]>>();
  for (let start = 0; start < good.length; start += FACES_A_BATCH) {
    const batch = good.slice(start, start + FACES_A_BATCH);
    const embeddings = await encoder.embed(batch.map(({ picture }) => picture));
    for (const [i, entry] of batch.entries()) {
      const chip = keepChips ? await encodeLossless(entry.picture) : new Uint8Array();
      describedOf.set(entry, { embedding: embeddings[i]!, chip });
    }
  }
  return inspected.map((entry) => ({ face: entry.face, described: describedOf.get(entry) ?? null }));
}

function mostCentral<T extends { readonly box: Box }>(faces: readonly T[], image: RgbImage): T {
  const distance = ({ box }: T) => {
    const { x, y } = center(box);
    return Math.hypot(x - image.width / 2, y - image.height / 2);
  };
  return faces.reduce((best, face) => (distance(face) < distance(best) ? face : best));
}

type Stopwatch = ReturnType<typeof stopwatch>;

function stopwatch() {
  let last = performance.now();
  const laps: Partial<Record<Stage, number>> = {};
  return {
    laps,
    lap(stage: Stage) {
      const now = performance.now();
      laps[stage] = now - last;
      last = now;
    },
  };
}
