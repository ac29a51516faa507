import { type DescribedFace, type Engine, EngineBusyError } from "facenet-core";
import type {
  AnalysisOptions,
  FaceAnalyser,
  GroupAnalysis,
  GroupFace,
  LocatedFace,
  PhotoAnalysis,
} from "../modules/photos/photos.port.js";

/** @param observe Sees how long a photo took in each stage, when it went through all of them. */
export function engineAnalyser(
  engine: Engine,
  observe: (timingsMs: Readonly<Record<string, number>>) => void = () => undefined,
): FaceAnalyser {
  return {
    async analyse(photo, options): Promise<PhotoAnalysis> {
      try {
        const analysis = await engine.analyse(photo, options);
        switch (analysis.kind) {
          case "faces":
            throw new Error("One face was asked for, and all came.");
          case "face": {
            const { face, embedding, chip, timingsMs } = analysis;
            observe(timingsMs);
            return {
              kind: "face",
              face: { box: face.box, quality: face.quality, probe: embedding, chip, timingsMs: { ...timingsMs } },
            };
          }
          case "multipleFaces":
            return { kind: "multipleFaces", boxes: analysis.faces.map(({ box }) => box) };
          case "lowQuality":
            return { kind: "lowQuality", quality: analysis.face.quality };
          default:
            return analysis;
        }
      } catch (error) {
        return busy(error);
      }
    },
    async analyseAll(photo, options): Promise<GroupAnalysis> {
      const analysis = await everyFace(photo, options);
      if (analysis.kind !== "faces") return analysis;
      const { faces, omitted, timingsMs } = analysis;
      observe(timingsMs);
      return { kind: "faces", omitted, faces: faces.map((face) => toGroupFace(face, timingsMs)) };
    },
    async locateAll(photo, options): Promise<GroupAnalysis<LocatedFace>> {
      const analysis = await everyFace(photo, { ...options, embed: false });
      if (analysis.kind !== "faces") return analysis;
      const { faces, omitted } = analysis;
      return { kind: "faces", omitted, faces: faces.map(({ face: { box, quality } }) => ({ box, quality })) };
    },
  };

  async function everyFace(photo: Uint8Array, options: AnalysisOptions & { embed?: boolean; modelId?: string }) {
    try {
      const analysis = await engine.analyse(photo, { ...options, selection: "ALL" });
      switch (analysis.kind) {
        case "faces":
        case "noFace":
        case "badImage":
          return analysis;
        default:
          throw new Error("All faces were asked for, and one came.");
      }
    } catch (error) {
      return busy(error);
    }
  }
}

function toGroupFace({ face, described }: DescribedFace, timingsMs: Readonly<Record<string, number>>): GroupFace {
  const { box, quality } = face;
  const probed = described && {
    ...{ box, quality, chip: described.chip },
    probe: described.embedding,
    timingsMs: { ...timingsMs },
  };
  return { box, quality, probed };
}

function busy(error: unknown): { kind: "busy"; retryAfterMs: number } {
  if (error instanceof EngineBusyError) return { kind: "busy", retryAfterMs: error.retryAfterMs };
  throw error;
}
