import type { Box, FaceQuality, FaceSelection } from "facenet-core";

export interface Probe {
  modelId: string;
  /** Unit length. */
  values: Float32Array;
}

export interface AnalysedFace {
  box: Box;
  quality: FaceQuality;
  probe: Probe;
  /** Aligned face, lossless WebP, 150 x 150. */
  chip: Uint8Array;
  timingsMs: Record<string, number>;
}

export type PhotoAnalysis =
  | { kind: "face"; face: AnalysedFace }
  | { kind: "noFace" }
  | { kind: "multipleFaces"; boxes: readonly Box[] }
  | { kind: "lowQuality"; quality: FaceQuality }
  | { kind: "badImage"; code: "UNSUPPORTED_IMAGE" | "IMAGE_TOO_LARGE" | "CORRUPT_IMAGE"; message: string }
  | { kind: "busy"; retryAfterMs: number };

/** Finds the face that is meant and describes it by numbers. */
export interface FaceAnalyser {
  readonly modelId: string;
  analyse(photo: Uint8Array, options: { selection: FaceSelection; signal: AbortSignal }): Promise<PhotoAnalysis>;
}
