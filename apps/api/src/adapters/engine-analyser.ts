import { type Engine, EngineBusyError } from "facenet-core";
import type { FaceAnalyser, PhotoAnalysis } from "../modules/photos/photos.port.js";

/** @param observe Sees how long a photo took in each stage, when it went through all of them. */
export function engineAnalyser(
  engine: Engine,
  observe: (timingsMs: Readonly<Record<string, number>>) => void = () => undefined,
): FaceAnalyser {
  return {
    modelId: engine.modelId,
    async analyse(photo, options): Promise<PhotoAnalysis> {
      try {
        const analysis = await engine.analyse(photo, options);
        switch (analysis.kind) {
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
        if (error instanceof EngineBusyError) return { kind: "busy", retryAfterMs: error.retryAfterMs };
        throw error;
      }
    },
  };
}
