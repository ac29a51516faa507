import { CallFailedError, call } from "../api/client";
import { graphql } from "../generated";
import type { DetectFacesQuery } from "../generated/graphql";
import { dataUrl } from "./data-url";

const DETECT_FACES = graphql(`
  query DetectFaces($input: DetectFacesInput!) {
    detectFaces(input: $input) {
      __typename
      ... on DetectedFaces {
        omittedFaces
        faces {
          box {
            x
            y
            width
            height
          }
          quality {
            score
            reasons
          }
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

type Detected = Extract<DetectFacesQuery["detectFaces"], { __typename: "DetectedFaces" }>;
export type FoundFace = Detected["faces"][number];

/** Where the faces of a photo are, the largest first; none is no error. @throws CallFailedError for a photo that is no good */
export async function detectFaces(
  photo: Blob,
  options: { thorough?: boolean; signal?: AbortSignal } = {},
): Promise<readonly FoundFace[]> {
  const input = { photo: { base64: await dataUrl(photo) }, thorough: options.thorough ?? false };
  const { detectFaces: found } = await call(DETECT_FACES, { input }, options.signal);
  if (found.__typename === "DetectedFaces") return found.faces;
  if (found.__typename === "NoFaceFound") return [];
  throw new CallFailedError(found.code, found.message);
}
