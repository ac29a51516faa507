export { area, type Box, center, clipped, intersectionOverSmaller, intersectionOverUnion, type Point } from "./box.js";
export { type ScoredBox, suppressNonMaxima, type SuppressionLimits } from "./non-maximum-suppression.js";
export { apply, estimateSimilarity, inverse, type SimilarityTransform, scaleOf } from "./similarity-transform.js";
