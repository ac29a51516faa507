import { createHash } from "node:crypto";
import type { FaceQuality } from "facenet-core";
import { assertNever, type Failure } from "../problems/failure.js";
import type {
  AnalysedFace,
  AnalysisOptions,
  FaceAnalyser,
  GroupAnalysis,
  GroupFace,
  PhotoAnalysis,
  SingleFace,
  UploadStore,
} from "./photos.port.js";

export type PhotoSource = { kind: "bytes"; bytes: Uint8Array } | { kind: "upload"; uploadId: string };

export interface ReadingOptions extends AnalysisOptions {
  apiKeyId: string;
}

interface Refused {
  ok: false;
  failure: Failure;
  quality: FaceQuality | null;
}

export type PhotoReading = { ok: true; face: AnalysedFace; imageSha256: Uint8Array } | Refused;
export type GroupReading = { ok: true; faces: readonly GroupFace[]; omitted: number } | Refused;

/** From what the client sent to the faces that are meant, or the reason why not. */
export class PhotoReader {
  constructor(
    private readonly analyser: FaceAnalyser,
    private readonly uploads: Pick<UploadStore, "read" | "take">,
    private readonly limits: { maxImageBytes: number },
  ) {}

  get modelId(): string {
    return this.analyser.modelId;
  }

  async read(source: PhotoSource, options: ReadingOptions & { selection: SingleFace }): Promise<PhotoReading> {
    const seen = await this.look(source, options, (bytes) => this.analyser.analyse(bytes, options));
    if (!seen.ok) return seen;
    const { bytes, analysis } = seen;
    switch (analysis.kind) {
      case "face":
        return { ok: true, face: analysis.face, imageSha256: createHash("sha256").update(bytes).digest() };
      case "multipleFaces":
        return refused({ kind: "multipleFaces", boxes: analysis.boxes });
      case "lowQuality":
        return refused({ kind: "lowQuality", reasons: analysis.quality.reasons }, analysis.quality);
      default:
        return refusedPhoto(analysis);
    }
  }

  async readAll(source: PhotoSource, options: ReadingOptions): Promise<GroupReading> {
    const seen = await this.look(source, options, (bytes) => this.analyser.analyseAll(bytes, options));
    if (!seen.ok) return seen;
    const { analysis } = seen;
    return analysis.kind === "faces" ? { ok: true, ...analysis } : refusedPhoto(analysis);
  }

  /** An upload is used once, and not by a call that has to come again. */
  private async look<Analysis extends PhotoAnalysis | GroupAnalysis>(
    source: PhotoSource,
    { apiKeyId }: ReadingOptions,
    analyse: (bytes: Uint8Array) => Promise<Analysis>,
  ): Promise<{ ok: true; bytes: Uint8Array; analysis: Analysis } | Refused> {
    const bytes = source.kind === "bytes" ? source.bytes : await this.uploads.read(apiKeyId, source.uploadId);
    if (bytes === null) return refused({ kind: "uploadNotFound" });
    const { maxImageBytes } = this.limits;
    if (bytes.byteLength > maxImageBytes)
      return refused({ kind: "imageTooLarge", detail: `The photo has more than ${maxImageBytes} bytes.` });
    const analysis = await analyse(bytes);
    // Another call with the same upload may have been faster.
    if (source.kind === "upload" && analysis.kind !== "busy" && !(await this.uploads.take(apiKeyId, source.uploadId)))
      return refused({ kind: "uploadNotFound" });
    return { ok: true, bytes, analysis };
  }
}

function refused(failure: Failure, quality: FaceQuality | null = null): Refused {
  return { ok: false, failure, quality };
}

function refusedPhoto(analysis: Exclude<GroupAnalysis, { kind: "faces" }>): Refused {
  switch (analysis.kind) {
    case "noFace":
    case "busy":
      return refused(analysis);
    case "badImage":
      return refused({ kind: BAD_IMAGE[analysis.code], detail: analysis.message });
    default:
      return assertNever(analysis);
  }
}

const BAD_IMAGE = {
  UNSUPPORTED_IMAGE: "unsupportedImage",
  IMAGE_TOO_LARGE: "imageTooLarge",
  CORRUPT_IMAGE: "corruptImage",
} as const;
