export {
  type CurvePoint,
  type DefaultThresholds,
  defaultThresholds,
  type ReferenceCurve,
  referenceCurve,
} from "./calibration/reference-curve.js";
export { DLIB_MODEL_ID, type Embedding, ModelMismatchError } from "./embedding/model-identity.js";
export { createEngine, type Engine, EngineBusyError, type EngineLoad, type EngineOptions } from "./engine/engine.js";
export type { Box, Point } from "./geometry/index.js";
export { DEFAULT_DECODE_LIMITS, type DecodeLimits, type ImageProblemCode, sniffFormat } from "./image/decode.js";
export * from "./matching/index.js";
export type { Analysis, Face, FaceSelection, ImageSize } from "./pipeline.js";
export type { FaceQuality, QualityReason } from "./quality/quality.js";
export { tripletLoss } from "./training/triplet-loss.js";
