import { createHash } from "node:crypto";
import { assertNever, type Failure } from "../problems/failure.js";
import type {
  AnalysedFace,
  AnalysisOptions,
  FaceAnalyser,
  GroupAnalysis,
  GroupFace,
  LocatedFace,
  SeenQuality,
  SingleFace,
  UploadStore,
} from "./photos.port.js";

export type PhotoSource = { kind: "bytes"; bytes: Uint8Array } | { kind: "upload"; uploadId: string };

export interface ReadingOptions extends AnalysisOptions {
  /** Of whose uploads. */
  callerId: string;
}

/** What a site asks of a face. */
interface Gate {
  /** Lowest quality score, 0 to 100. */
  minQuality: number;
}

interface Refused {
  ok: false;
  failure: Failure;
  quality: SeenQuality | null;
}

export type PhotoReading = { ok: true; face: AnalysedFace; imageSha256: Uint8Array } | Refused;
export type GroupReading<Face = GroupFace> = { ok: true; faces: readonly Face[]; omitted: number } | Refused;

interface Seen<Analysis> {
  ok: true;
  bytes: Uint8Array;
  analysis: Analysis;
}

/** The uploads that a photo came as: none, or one. */
export const uploadsOf = (source: PhotoSource): readonly string[] =>
  source.kind === "upload" ? [source.uploadId] : [];

/**
 * From what the client sent to the faces that are meant, or the reason why not. Uploads stay: what is written about them uses
 * them up, so that a call that came to nothing can be made again.
 */
export class PhotoReader {
  constructor(
    private readonly analyser: FaceAnalyser,
    private readonly uploads: Pick<UploadStore, "read">,
    private readonly limits: { maxImageBytes: number },
  ) {}

  async read(
    source: PhotoSource,
    options: ReadingOptions & Gate & { selection: SingleFace; modelId: string },
  ): Promise<PhotoReading> {
    const seen = await this.see(source, options, (bytes) => this.analyser.analyse(bytes, options));
    if (!seen.ok) return seen;
    const { bytes, analysis } = seen;
    switch (analysis.kind) {
      case "face": {
        const quality = gated(analysis.face.quality, options);
        if (quality.reasons.length > 0) return refused({ kind: "lowQuality", reasons: quality.reasons }, quality);
        return { ok: true, face: analysis.face, imageSha256: createHash("sha256").update(bytes).digest() };
      }
      case "multipleFaces":
        return refused({ kind: "multipleFaces", boxes: analysis.boxes });
      case "lowQuality":
        return refused({ kind: "lowQuality", reasons: analysis.quality.reasons }, analysis.quality);
      default:
        return refusedPhoto(analysis);
    }
  }

  async readAll(source: PhotoSource, options: ReadingOptions & Gate & { modelId: string }): Promise<GroupReading> {
    const group = groupOf(await this.see(source, options, (bytes) => this.analyser.analyseAll(bytes, options)));
    if (!group.ok) return group;
    const faces = group.faces.map((face) => {
      const quality = gated(face.quality, options);
      return quality.reasons.length === 0 ? face : { ...face, quality, probed: null };
    });
    return { ...group, faces };
  }

  /** Only where the faces are. */
  async locateAll(source: PhotoSource, options: ReadingOptions): Promise<GroupReading<LocatedFace>> {
    return groupOf(await this.see(source, options, (bytes) => this.analyser.locateAll(bytes, options)));
  }

  private async see<Analysis>(
    source: PhotoSource,
    { callerId }: ReadingOptions,
    analyse: (bytes: Uint8Array) => Promise<Analysis>,
  ): Promise<Seen<Analysis> | Refused> {
    const bytes = source.kind === "bytes" ? source.bytes : await this.uploads.read(callerId, source.uploadId);
    if (bytes === null) return refused({ kind: "uploadNotFound" });
    const { maxImageBytes } = this.limits;
    if (bytes.byteLength > maxImageBytes)
      return refused({ kind: "imageTooLarge", detail: `The photo has more than ${maxImageBytes} bytes.` });
    return { ok: true, bytes, analysis: await analyse(bytes) };
  }
}

/** A face below the site's minimum is not good enough there, whatever the engine makes of it. */
function gated(quality: SeenQuality, { minQuality }: Gate): SeenQuality {
  if (quality.score >= minQuality) return quality;
  return { ...quality, reasons: [...quality.reasons, "BELOW_SITE_MINIMUM"] };
}

function groupOf<Face>(seen: Seen<GroupAnalysis<Face>> | Refused): GroupReading<Face> {
  if (!seen.ok) return seen;
  const { analysis } = seen;
  return analysis.kind === "faces" ? { ok: true, ...analysis } : refusedPhoto(analysis);
}

function refused(failure: Failure, quality: SeenQuality | null = null): Refused {
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
