import { createHash } from "node:crypto";
import type { FaceQuality, FaceSelection } from "facenet-core";
import { assertNever, type Failure } from "../problems/failure.js";
import type { AnalysedFace, FaceAnalyser, UploadStore } from "./photos.port.js";

export type PhotoSource = { kind: "bytes"; bytes: Uint8Array } | { kind: "upload"; uploadId: string };

export type PhotoReading =
  | { ok: true; face: AnalysedFace; imageSha256: Uint8Array }
  | { ok: false; failure: Failure; quality: FaceQuality | null };

/** From what the client sent to the face that is meant, or the reason why not. */
export class PhotoReader {
  constructor(
    private readonly analyser: FaceAnalyser,
    private readonly uploads: Pick<UploadStore, "take">,
    private readonly limits: { maxImageBytes: number },
  ) {}

  get modelId(): string {
    return this.analyser.modelId;
  }

  async read(
    source: PhotoSource,
    options: { selection: FaceSelection; signal: AbortSignal; apiKeyId: string; admitted?: boolean },
  ): Promise<PhotoReading> {
    const refused = (failure: Failure, quality: FaceQuality | null = null): PhotoReading => ({
      ok: false,
      failure,
      quality,
    });
    const bytes = source.kind === "bytes" ? source.bytes : await this.uploads.take(options.apiKeyId, source.uploadId);
    if (bytes === null) return refused({ kind: "uploadNotFound" });
    if (bytes.byteLength > this.limits.maxImageBytes) {
      return refused({
        kind: "imageTooLarge",
        detail: `The photo has more than ${this.limits.maxImageBytes} bytes.`,
      });
    }
    const analysis = await this.analyser.analyse(bytes, options);
    switch (analysis.kind) {
      case "face":
        return {
          ok: true,
          face: analysis.face,
          imageSha256: createHash("sha256").update(bytes).digest(),
        };
      case "noFace":
        return refused({ kind: "noFace" });
      case "multipleFaces":
        return refused({ kind: "multipleFaces", boxes: analysis.boxes });
      case "lowQuality":
        return refused({ kind: "lowQuality", reasons: analysis.quality.reasons }, analysis.quality);
      case "badImage":
        return refused({ kind: BAD_IMAGE_KINDS[analysis.code], detail: analysis.message });
      case "busy":
        return refused({ kind: "busy", retryAfterMs: analysis.retryAfterMs });
      default:
        return assertNever(analysis);
    }
  }
}

const BAD_IMAGE_KINDS = {
  UNSUPPORTED_IMAGE: "unsupportedImage",
  IMAGE_TOO_LARGE: "imageTooLarge",
  CORRUPT_IMAGE: "corruptImage",
} as const;
