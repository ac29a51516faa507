import { dirname, join, relative } from "node:path";
import { REFERENCE_CURVES, type ReferenceCurve } from "../calibration/reference-curve.js";
import { curvePathOf, readReferenceCurve } from "../calibration/reference-curve-file.js";
import { weightPathsOf } from "../runtime/tfjs/tfjs-model.js";
import { DLIB_DIMENSION } from "./dlib-resnet.js";
import { FACERES_DIMENSION } from "./faceres.js";
import { type ModelManifest, readModelFile, readModelManifest } from "./model-manifest.js";
import { NETWORK_HASHES } from "./network-hashes.js";
import { OPENFACE_DIMENSION } from "./openface-nn4-small2.js";
import { OPENFACE_FILES } from "./openface-weights.js";
import { PROFILES, type ProfileName } from "./profiles.js";

/** What can be said of a model without running it. */
export interface ModelFacts {
  readonly modelId: string;
  /** Numbers of an embedding. */
  readonly dimension: number;
  readonly metric: ModelManifest["metric"];
  readonly licence: string;
  readonly source: string;
  /** SHA-256 of each of its files, or of all as one, by what they are. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Undefined for a model that was never measured. */
  readonly curve: ReferenceCurve | undefined;
}

const DLIB = "dlib_face_recognition_resnet_model_v1, Davis King";
const FACERES = "HSE_FaceRec_tf, Andrey Savchenko";

export function profileFacts(name: ProfileName): ModelFacts {
  const { modelId, encoders } = PROFILES[name];
  const isFused = encoders.length > 1;
  return {
    modelId,
    dimension: isFused ? DLIB_DIMENSION + FACERES_DIMENSION : DLIB_DIMENSION,
    metric: "cosine",
    licence: isFused ? "CC0-1.0 and MIT" : "CC0-1.0",
    source: isFused ? `${DLIB}; ${FACERES}` : DLIB,
    hashes: Object.fromEntries(encoders.map((network) => [network, NETWORK_HASHES[network]])),
    curve: REFERENCE_CURVES.get(modelId),
  };
}

/** @throws ModelError, ReferenceCurveError */
export async function manifestFacts(path: string): Promise<ModelFacts> {
  const manifest = await readModelManifest(path);
  const { modelId, metric, licence, source, sha256 } = manifest;
  return {
    ...{ modelId, metric, licence, source },
    dimension: manifest.format === "openface-csv" ? OPENFACE_DIMENSION : manifest.dimension,
    hashes: { model: sha256 },
    curve: await readReferenceCurve(curvePathOf(path)),
  };
}

/** The files of the model, relative to the folder of the manifest. @throws ModelError */
export async function manifestFiles(path: string): Promise<string[]> {
  const manifest = await readModelManifest(path);
  const own = relative(dirname(path), manifest.path);
  switch (manifest.format) {
    case "onnx":
      return [own];
    case "openface-csv":
      return OPENFACE_FILES.map(({ name }) => join(own, `${name}.csv`));
    default:
      return [own, ...weightPathsOf(await readModelFile(manifest.path)).map((file) => join(dirname(own), file))];
  }
}
