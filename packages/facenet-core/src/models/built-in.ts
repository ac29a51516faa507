import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { dlibResnet } from "./dlib-resnet.js";
import { faceres } from "./faceres.js";
import { landmarks68 } from "./landmarks-68.js";
import type { Network } from "./network.js";
import { tinyFaceDetector, tinyFaceSkim } from "./tiny-face-detector.js";
import { readWeightManifest, type WeightMap } from "./weight-manifest.js";

export type BuiltInNetwork = "detector" | "skim" | "landmarks" | "encoder" | "faceres";

const require = createRequire(import.meta.url);

/** Folder of the npm package that carries most weights and the sample photos. */
export function weightsPackageRoot(): string {
  return dirname(require.resolve("@vladmandic/face-api/package.json"));
}

/** One of its six group photos, from 1. */
export const samplePhotoPath = (number: number): string => join(weightsPackageRoot(), "demo", `sample${number}.jpg`);

/** Folder of the npm package that carries the weights of faceres. It exports nothing but its program, in `dist/`. */
export function faceresPackageRoot(): string {
  return dirname(dirname(require.resolve("@vladmandic/human")));
}

const faceApi = (name: string) => () => join(weightsPackageRoot(), "model", `${name}-weights_manifest.json`);

const SOURCES: Record<BuiltInNetwork, { manifest: () => string; describe: (weights: WeightMap) => Network }> = {
  detector: { manifest: faceApi("tiny_face_detector_model"), describe: tinyFaceDetector },
  skim: { manifest: faceApi("tiny_face_detector_model"), describe: tinyFaceSkim },
  landmarks: { manifest: faceApi("face_landmark_68_model"), describe: landmarks68 },
  encoder: { manifest: faceApi("face_recognition_model"), describe: dlibResnet },
  faceres: { manifest: () => join(faceresPackageRoot(), "models", "faceres.json"), describe: faceres },
};

export const BUILT_IN_NETWORKS = Object.keys(SOURCES) as BuiltInNetwork[];

export const loadWeights = (which: BuiltInNetwork): Promise<WeightMap> => readWeightManifest(SOURCES[which].manifest());

export async function loadBuiltIn(which: BuiltInNetwork): Promise<Network> {
  return SOURCES[which].describe(await loadWeights(which));
}
