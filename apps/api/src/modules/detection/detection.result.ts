import { createUnionType, Field, Int, ObjectType } from "type-graphql";
import { FaceQuality } from "../photos/index.js";
import {
  Busy,
  CorruptImage,
  DatabaseUnavailable,
  FaceBox,
  ImageTooLarge,
  InvalidInput,
  NoFaceFound,
  UnsupportedImage,
  UploadNotFound,
} from "../problems/index.js";

@ObjectType()
export class DetectedFace {
  @Field(() => FaceBox) box!: FaceBox;
  @Field(() => FaceQuality, { description: "Good enough to be recognised when it gives no reasons." })
  quality!: FaceQuality;
}

@ObjectType()
export class DetectedFaces {
  @Field(() => [DetectedFace], { description: "Largest first." }) faces!: DetectedFace[];
  @Field(() => Int, { description: "How many smaller faces of the photo are not among them." }) omittedFaces!: number;
}

export const DetectFacesResult = createUnionType({
  name: "DetectFacesResult",
  types: () =>
    [
      DetectedFaces,
      NoFaceFound,
      UnsupportedImage,
      ImageTooLarge,
      CorruptImage,
      UploadNotFound,
      Busy,
      InvalidInput,
      DatabaseUnavailable,
    ] as const,
});
