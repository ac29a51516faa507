export { cosineDistance, euclidean, squaredEuclidean } from "./distance.js";
export { norm, normalized, normalizeInPlace } from "./norm.js";
