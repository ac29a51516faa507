import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { dlibResnet } from "./dlib-resnet.js";
import { landmarks68 } from "./landmarks-68.js";
import type { Network } from "./network.js";
import { tinyFaceDetector, tinyFaceSkim } from "./tiny-face-detector.js";
import { readWeightManifest, type WeightMap } from "./weight-manifest.js";

export type BuiltInNetwork = "detector" | "skim" | "landmarks" | "encoder";

const SOURCES: Record<BuiltInNetwork, { manifest: string; describe: (weights: WeightMap) => Network }> = {
  detector: { manifest: "tiny_face_detector_model-weights_manifest.json", describe: tinyFaceDetector },
  skim: { manifest: "tiny_face_detector_model-weights_manifest.json", describe: tinyFaceSkim },
  landmarks: { manifest: "face_landmark_68_model-weights_manifest.json", describe: landmarks68 },
  encoder: { manifest: "face_recognition_model-weights_manifest.json", describe: dlibResnet },
};

export const BUILT_IN_NETWORKS = Object.keys(SOURCES) as BuiltInNetwork[];

/** Folder of the npm package that carries the weights and the sample photos. */
export function weightsPackageRoot(): string {
  return dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json"));
}

export async function loadBuiltIn(which: BuiltInNetwork): Promise<Network> {
  const source = SOURCES[which];
  return source.describe(await readWeightManifest(join(weightsPackageRoot(), "model", source.manifest)));
}
