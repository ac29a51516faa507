export { curvePathOf, ReferenceCurveError } from "../calibration/reference-curve-file.js";
export { checkManifest, checkProfile, NetworkFileError } from "../runtime/check-model.js";
export { type ModelFacts, manifestFacts, manifestFiles, profileFacts } from "./model-facts.js";
export { ModelError } from "./model-manifest.js";
export { resolveModel, storedManifestPath, storedModelsDir } from "./model-names.js";
export { WeightFileError } from "./openface-weights.js";
export { isProfileName, PROFILES, type ProfileName } from "./profiles.js";
