export { ExactGallery, type GalleryTemplate } from "./exact-gallery.js";
export { type Candidate, type IdentifyOutcome, identify } from "./identify.js";
export type { MatchThresholds } from "./thresholds.js";
export { decideClaim, type StoredTemplate, type VerifyOutcome, verifyAgainst } from "./verify.js";
