export { ExactGallery, type GalleryTemplate } from "./exact-gallery.js";
export { type Candidate, identify, type IdentifyOutcome } from "./identify.js";
export type { MatchThresholds } from "./thresholds.js";
export { type StoredTemplate, verifyAgainst, type VerifyOutcome } from "./verify.js";
