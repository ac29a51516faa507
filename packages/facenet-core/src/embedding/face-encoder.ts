import type { Box, Point } from "../geometry/index.js";
import type { RgbImage } from "../image/rgb-image.js";
import type { Embedding } from "./model-identity.js";

/** A face found in a photo: what an encoder's picture can be cut from. */
export interface LocatedFace {
  readonly image: RgbImage;
  /** The detector's box, in pixels of the image. */
  readonly box: Box;
  /** 68 points in the order of iBUG 300-W, in pixels of the image. */
  readonly landmarks: readonly Point[];
  /** The aligned 150x150 chip. */
  readonly chip: RgbImage;
}

/** Port: one way from a located face to an embedding. */
export interface FaceEncoder<Id extends string = string> {
  readonly modelId: Id;
  readonly dimension: number;
  /** How often the landmarks of a face are read for it: 2 is on the mirror image too, and steadier. */
  readonly landmarkReadings: 1 | 2;
  /** Of the pictures, in pixels. */
  readonly pictureSize: { readonly width: number; readonly height: number };
  /** The picture that {@link embed} takes. Kept, it gives the same embedding again without the photo. */
  picture(face: LocatedFace): RgbImage;
  /** Embeddings of such pictures, in their order; an empty list gives an empty list. */
  embed(pictures: readonly RgbImage[]): Promise<Embedding<Id>[]>;
  close(): Promise<void>;
}
