import type { Call } from "../access/caller.js";
import type { PhotoReader, PhotoSource } from "../photos/photo-reader.js";
import type { LocatedFace } from "../photos/photos.port.js";
import { type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";

export interface DetectionOutcome {
  /** Largest first; `omitted` more are not among them. */
  faces: readonly LocatedFace[];
  omitted: number;
}

/** Where the faces of a photo are. Compares with nobody and records nothing. */
export class DetectionService {
  constructor(private readonly photos: PhotoReader) {}

  detect(
    { photo, thorough }: { photo: PhotoSource; thorough: boolean },
    call: Call,
  ): Promise<Result<DetectionOutcome>> {
    return guarded(async () => {
      const { id: callerId } = call.caller;
      const reading = await this.photos.locateAll(photo, { thorough, signal: call.signal, callerId });
      return reading.ok ? succeeded(reading) : reading;
    });
  }
}
