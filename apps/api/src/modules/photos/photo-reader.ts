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
    const bytes = await this.bytesOf(source, options);
    if (!(bytes instanceof Uint8Array)) return bytes;
    const analysis = await this.analyser.analyse(bytes, options);
    if (!(await this.useUp(source, options, analysis))) return refused({ kind: "uploadNotFound" });
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
    const bytes = await this.bytesOf(source, options);
    if (!(bytes instanceof Uint8Array)) return bytes;
    const analysis = await this.analyser.analyseAll(bytes, options);
    if (!(await this.useUp(source, options, analysis))) return refused({ kind: "uploadNotFound" });
    return analysis.kind === "faces" ? { ok: true, ...analysis } : refusedPhoto(analysis);
  }

  /** An upload is used once, and not by a call that has to come again. False when another call was faster. */
  private async useUp(
    source: PhotoSource,
    { apiKeyId }: ReadingOptions,
    { kind }: PhotoAnalysis | GroupAnalysis,
  ): Promise<boolean> {
    return source.kind === "bytes" || kind === "busy" || (await this.uploads.take(apiKeyId, source.uploadId));
  }

  private async bytesOf(source: PhotoSource, { apiKeyId }: ReadingOptions): Promise<Uint8Array | Refused> {
    const bytes = source.kind === "bytes" ? source.bytes : await this.uploads.read(apiKeyId, source.uploadId);
    if (bytes === null) return refused({ kind: "uploadNotFound" });
    const { maxImageBytes } = this.limits;
    if (bytes.byteLength <= maxImageBytes) return bytes;
    return refused({ kind: "imageTooLarge", detail: `The photo has more than ${maxImageBytes} bytes.` });
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
