import { readFile } from "node:fs/promises";
import { detectFaces } from "../../src/detection/detector.js";
import { tilesOf } from "../../src/detection/tiles.js";
import { center, type Point } from "../../src/geometry/index.js";
import { decodeImage } from "../../src/image/decode.js";
import { cropped, scaleOnto } from "../../src/image/resample.js";
import { resized, scaledSize } from "../../src/image/resize.js";
import { blankImage, type RgbImage } from "../../src/image/rgb-image.js";
import { loadWeights, samplePhotoPath } from "../../src/models/built-in.js";
import { type Layer, picked, type SteadyChannels } from "../../src/models/thinned.js";
import { layersOf, type SkimChannels, tinyFaceSkim } from "../../src/models/tiny-face-detector.js";
import type { NetworkRunner } from "../../src/runtime/network-runner.js";
import { openOnnxRuntime } from "../../src/runtime/onnx/onnx-runtime.js";
import { ChannelStatistics } from "./channel-statistics.js";

/** Layers whose outputs are thinned: those that take the time. Each keeps three of four. */
const THINNED = ["conv2", "conv3", "conv4", "conv5"] as const;
const SHARE_KEPT = 0.75;

/** The photos themselves are seen as the skim sees them, at full size and at smaller ones. */
const SIZES = [1, 0.6, 0.35];

/** Faces are seen at the widths that the skim finds, in pixels, in squares of {@link VIEW_SIDE} and not always in the middle. */
const FACE_WIDTHS = [37, 42, 47, 53, 59, 67, 75, 85];
const VIEW_SIDE = 256;
const SHIFTS = [
  { x: -23, y: 9 },
  { x: 14, y: -28 },
];

/** How far from the middle of a face, in widths of it, its surroundings are left to the photos. */
const REACH = 0.75;

/** Longest side in pixels to which a photo is shrunk for its faces to be found: the skim has no part in it. */
const FOUND_AT_SIDE = 640;

/**
 * Which channels of the skim hardly matter: those that vary little, for what the next layer makes of them, on the sample
 * photos of the weight package, faces counting as much as everything else.
 */
export async function findSteadyChannels(networksDir: string): Promise<SkimChannels> {
  const weights = await loadWeights("skim");
  const layers = layersOf(weights);
  const whole = tinyFaceSkim(weights, {});
  const activated = whole.nodes.filter(({ op }) => op === "leakyRelu").slice(-THINNED.length);
  const runtime = openOnnxRuntime(networksDir);
  const taps = await Promise.all(
    activated.map(async ({ output }, i) => {
      const channels = layers[i + 1]!.bias.length;
      const runner = await runtime.open({ ...whole, output, outputShape: [-1, -1, channels] });
      return { runner, faces: new ChannelStatistics(channels), photos: new ChannelStatistics(channels) };
    }),
  );
  const detector = await runtime.openBuiltIn("detector");
  for (const photo of await samplePhotos()) {
    for (const size of SIZES)
      for (const tile of await tilesAt(photo, size))
        for (const { runner, photos } of taps) photos.addAll(await runner.run({ count: 1, ...tile }));
    for (const { view, face, width } of await viewsOfFaces(detector, photo))
      for (const { runner, faces } of taps)
        faces.addAround(await runner.run({ count: 1, ...view }), VIEW_SIDE, face, width * REACH);
  }
  const steady = taps.map(({ faces, photos }, i) => steadiest(faces, photos, layers[i + 2]!));
  await Promise.all([detector, ...taps.map(({ runner }) => runner)].map((runner) => runner.close()));
  return Object.fromEntries(THINNED.map((name, i) => [name, steady[i]!]));
}

function steadiest(faces: ChannelStatistics, photos: ChannelStatistics, next: Layer): SteadyChannels {
  const channels = next.pointwise.shape[2]!;
  const all = Array.from({ length: channels }, (_, channel) => {
    const [ofFaces, ofPhotos] = [faces.of(channel), photos.of(channel)];
    const mean = (ofFaces.mean + ofPhotos.mean) / 2;
    const variance = (ofFaces.variance + ofPhotos.variance) / 2 + ((ofFaces.mean - ofPhotos.mean) / 2) ** 2;
    return { channel, mean, weight: Math.sqrt(variance) * strengthOf(channel, next) };
  });
  const dropped = all.sort((a, b) => a.weight - b.weight).slice(0, channels * (1 - SHARE_KEPT));
  return Object.fromEntries(dropped.map(({ channel, mean }) => [channel, Number(mean.toPrecision(3))]));
}

/** Scores of the grid's anchors among the numbers that the head gives: where a face lies hangs on the close-up. */
const isScore = (output: number) => output % 5 === 4;

/** How strongly a layer takes in a channel. */
function strengthOf(channel: number, { depthwise, pointwise }: Layer): number {
  const { data } = picked(pointwise, 2, [channel]);
  const taken = depthwise ? data : data.filter((_, output) => isScore(output));
  const filter = depthwise ? picked(depthwise, 2, [channel]).data : [1];
  return Math.hypot(...taken) * Math.hypot(...filter);
}

async function samplePhotos(): Promise<RgbImage[]> {
  const photos: RgbImage[] = [];
  for (let number = 1; number <= 6; number++) {
    const decoded = await decodeImage(await readFile(samplePhotoPath(number)));
    if (decoded.kind !== "image") throw new Error(decoded.message);
    photos.push(decoded.image);
  }
  return photos;
}

async function tilesAt(photo: RgbImage, size: number): Promise<RgbImage[]> {
  const [width, height] = scaledSize(photo, size);
  const picture = await resized(photo, width, height);
  return tilesOf(width, height).map((tile) => cropped(picture, tile));
}

/** A face in a view: where its middle is, and how wide it is, in pixels of the view. */
interface FaceInView {
  readonly view: RgbImage;
  readonly face: Point;
  readonly width: number;
}

async function viewsOfFaces(detector: NetworkRunner, photo: RgbImage): Promise<FaceInView[]> {
  const shrink = FOUND_AT_SIDE / Math.max(photo.width, photo.height);
  const found = await detectFaces({ detector, skim: ABSENT }, await resized(photo, ...scaledSize(photo, shrink)));
  return found.flatMap(({ box }) =>
    FACE_WIDTHS.flatMap((width) =>
      SHIFTS.map((shift) => {
        const scale = (width / box.width) * shrink;
        const side = Math.round(VIEW_SIDE / scale);
        const { x, y } = center(box);
        const part = {
          x: Math.round(x / shrink - shift.x / scale - side / 2),
          y: Math.round(y / shrink - shift.y / scale - side / 2),
          width: side,
          height: side,
        };
        const view = blankImage(VIEW_SIDE, VIEW_SIDE);
        scaleOnto(view, photo, scale, part);
        return { view, face: { x: VIEW_SIDE / 2 + shift.x, y: VIEW_SIDE / 2 + shift.y }, width };
      }),
    ),
  );
}

/** Photos of this size are not skimmed. */
const ABSENT: NetworkRunner = {
  run: () => Promise.reject(new Error("the skim was asked")),
  close: async () => undefined,
};
