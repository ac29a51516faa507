import { useEffect, useState } from "react";
import type { DetectFacesQuery } from "../generated/graphql";
import { call } from "./api-client";
import { dataUrl } from "./data-url";
import { DETECT_FACES } from "./documents";
import type { MarkedBox } from "./outcome";
import { reasonsInWords } from "./quality-reasons";

/** What is seen in a photo before anything is asked about it. */
export interface FacesInPhoto {
  words: string;
  boxes: readonly MarkedBox[];
}

const LOOKING: FacesInPhoto = { words: "Looking for faces …", boxes: [] };
const UNKNOWN: FacesInPhoto = { words: "", boxes: [] };

/** The faces of the photo, found as soon as it is there. What a call that fails would have shown, asking shows too. */
export function useFacesInPhoto(photo: File | undefined, thorough: boolean): FacesInPhoto {
  const [faces, setFaces] = useState(UNKNOWN);
  useEffect(() => {
    if (photo === undefined) return;
    let isCurrent = true;
    setFaces(LOOKING);
    detect(photo, thorough).then(
      (found) => isCurrent && setFaces(inWords(found)),
      () => isCurrent && setFaces(UNKNOWN),
    );
    return () => {
      isCurrent = false;
    };
  }, [photo, thorough]);
  return faces;
}

async function detect(photo: File, thorough: boolean) {
  const input = { photo: { base64: await dataUrl(photo) }, thorough };
  return (await call(DETECT_FACES, { input })).detectFaces;
}

function inWords(found: DetectFacesQuery["detectFaces"]): FacesInPhoto {
  switch (found.__typename) {
    case "DetectedFaces": {
      const { faces, omittedFaces } = found;
      const count = faces.length + omittedFaces;
      const poor = faces.filter(({ quality }) => quality.reasons.length > 0);
      return {
        words: `${count === 1 ? "1 face found." : `${count} faces found.`} ${whatIsPoor(poor, count)}`,
        boxes: faces.map(({ box, quality }) => (quality.reasons.length === 0 ? box : { ...box, tone: "unsure" })),
      };
    }
    case "NoFaceFound":
      return { words: "No face found in it.", boxes: [] };
    case "Busy":
    case "DatabaseUnavailable":
      return UNKNOWN;
    default:
      return { words: found.message, boxes: [] };
  }
}

function whatIsPoor(poor: readonly { quality: { reasons: readonly string[] } }[], count: number): string {
  const [first] = poor;
  if (first === undefined) return "";
  if (count === 1) return `It is ${reasonsInWords(first.quality.reasons)}.`;
  return poor.length === 1 ? "One is not clear enough." : `${poor.length} are not clear enough.`;
}
