export { area, type Box, center, clipped, intersectionOverSmaller, intersectionOverUnion, type Point } from "./box.js";
export { type ScoredBox, suppressNonMaxima } from "./non-maximum-suppression.js";
export { apply, estimateSimilarity, inverse, type SimilarityTransform, scaleOf } from "./similarity-transform.js";
