import type { Box, FaceQuality, FaceSelection, QualityReason } from "facenet-core";

/** Which one of the faces of a photo is meant. */
export type SingleFace = Exclude<FaceSelection, "ALL">;

/** The engine's judgement, and the site's: its score lies below what the site asks for. */
export type SeenQuality = Omit<FaceQuality, "reasons"> & {
  reasons: readonly (QualityReason | "BELOW_SITE_MINIMUM")[];
};

export interface Probe {
  modelId: string;
  /** Unit length. */
  values: Float32Array;
}

export interface AnalysedFace {
  box: Box;
  quality: SeenQuality;
  probe: Probe;
  /** Aligned face, lossless WebP, 150 x 150. */
  chip: Uint8Array;
  timingsMs: Record<string, number>;
}

export type PhotoAnalysis =
  | { kind: "face"; face: AnalysedFace }
  | { kind: "noFace" }
  | { kind: "multipleFaces"; boxes: readonly Box[] }
  | { kind: "lowQuality"; quality: SeenQuality }
  | { kind: "badImage"; code: "UNSUPPORTED_IMAGE" | "IMAGE_TOO_LARGE" | "CORRUPT_IMAGE"; message: string }
  | { kind: "busy"; retryAfterMs: number };

/** A face among those of a photo; `probed` is null when it is not good enough to be recognised. */
export interface GroupFace {
  box: Box;
  quality: SeenQuality;
  probed: AnalysedFace | null;
}

/** A face that was found and judged, and not described. */
export type LocatedFace = Omit<GroupFace, "probed">;

export type GroupAnalysis<Face = GroupFace> =
  /** Largest first; `omitted` more are not among them. */
  | { kind: "faces"; faces: readonly Face[]; omitted: number }
  | Extract<PhotoAnalysis, { kind: "noFace" | "badImage" | "busy" }>;

export interface AnalysisOptions {
  /** Search for small faces too. */
  thorough: boolean;
  signal: AbortSignal;
  /** A later photo of a call that has begun, which is not told to come again. */
  admitted?: boolean;
}

/** Photos sent ahead of the call that uses them. */
export interface UploadStore {
  /** Keeps the photo, encrypted, for the key that sent it. @returns its id. */
  save(upload: { callerId: string; data: Uint8Array; expiresAt: Date }): Promise<string>;
  /** The photo, which stays until it is used; null when it is unknown, used, expired or another key's. */
  read(callerId: string, uploadId: string): Promise<Uint8Array | null>;
  /** Forgets the photo. True for one caller alone. */
  take(callerId: string, uploadId: string): Promise<boolean>;
  /** What waits for the key. `nextExpiry` is null when nothing does. */
  waiting(callerId: string): Promise<{ count: number; bytes: number; nextExpiry: Date | null }>;
}

/** Finds faces and describes them by numbers. */
export interface FaceAnalyser {
  /** The face that is meant, described by a model. */
  analyse(
    photo: Uint8Array,
    options: AnalysisOptions & { selection: SingleFace; modelId: string },
  ): Promise<PhotoAnalysis>;
  /** Every face, described by a model. */
  analyseAll(photo: Uint8Array, options: AnalysisOptions & { modelId: string }): Promise<GroupAnalysis>;
  /** Every face, without describing it. */
  locateAll(photo: Uint8Array, options: AnalysisOptions): Promise<GroupAnalysis<LocatedFace>>;
}
