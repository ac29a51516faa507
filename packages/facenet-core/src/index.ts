export { type ErrorRates, errorRatesAt } from "./calibration/error-rates.js";
export {
  type CurvePoint,
  type DefaultThresholds,
  defaultThresholds,
  NoReferenceCurveError,
  REFERENCE_CURVES,
  type ReferenceCurve,
} from "./calibration/reference-curve.js";
export { curvePathOf, ReferenceCurveError, readReferenceCurve } from "./calibration/reference-curve-file.js";
export { euclideanBetween } from "./embedding/compare.js";
export { DLIB_MODEL_ID, type Embedding, ModelMismatchError } from "./embedding/model-identity.js";
export { createEngine, type Engine, type EngineLoad, type EngineOptions } from "./engine/engine.js";
export { EngineBusyError } from "./engine/waiting-line.js";
export type { LoadedModel } from "./engine/worker.js";
export type { Box, Point } from "./geometry/index.js";
export { DEFAULT_DECODE_LIMITS, type DecodeLimits, type ImageProblemCode, sniffFormat } from "./image/decode.js";
export * from "./matching/index.js";
export { ModelError } from "./models/model-manifest.js";
export { WeightFileError } from "./models/openface-weights.js";
export { PROFILES, type ProfileName } from "./models/profiles.js";
export type { Analysis, DescribedFace, Face, FaceSelection, ImageSize } from "./pipeline.js";
export type { FaceQuality, QualityReason } from "./quality/quality.js";
export type { Backend, RuntimeName } from "./runtime/runtime.js";
export { tripletLoss } from "./training/triplet-loss.js";
