import type { EnrolMutation, FaceSelection, VerifyMutation, WhoIsItQuery } from "../generated/graphql";
import { call } from "./api-client";
import { dataUrl } from "./data-url";
import { ENROL, VERIFY, WHO_IS_IT } from "./documents";
import { reasonsInWords } from "./quality-reasons";

export type Task = "whoIsIt" | "verify" | "enrol";

export interface Question {
  task: Task;
  photo: File;
  faceSelection: FaceSelection;
  thorough: boolean;
  externalId: string;
  displayName: string;
  confirmDuplicate: boolean;
}

/** In pixels of the photo after its EXIF orientation was applied. */
export interface FaceBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Tone = "good" | "unsure" | "bad";

/** A box on the photo; with several faces in the answer each says who it is. */
export interface MarkedBox extends FaceBox {
  label?: string;
  tone?: Tone;
}

/** One of several faces, in words. */
export interface FaceInWords {
  who: string;
  tone: Tone;
  detail: string;
}

/** Where the cuts lie on the axis of distances; reviewUpTo is the accept cut where nothing is left to a person. */
export interface Scale {
  acceptUpTo: number;
  reviewUpTo: number;
}

/** What the page shows: everything in words, and what is drawn. */
export interface Outcome {
  tone: Tone;
  title: string;
  detail: string;
  boxes: readonly MarkedBox[];
  /** Where the photo was asked about as a whole: one a box, in their order. */
  faces?: readonly FaceInWords[];
  distance?: number;
  scale?: Scale;
  candidates?: readonly { externalId: string; displayName: string; distance: number }[];
  /** The face resembles somebody who is enrolled; the person at the page may know better. */
  asksToConfirmDuplicate?: boolean;
}

export async function ask(question: Question): Promise<Outcome> {
  const photo = { base64: await dataUrl(question.photo) };
  const { faceSelection, thorough, externalId } = question;
  switch (question.task) {
    case "whoIsIt": {
      const { whoIsIt } = await call(WHO_IS_IT, { input: { photo, faceSelection, thorough } });
      return faceSelection === "ALL" ? ofGroup(whoIsIt) : ofIdentification(whoIsIt);
    }
    case "verify":
      return ofVerification(
        (await call(VERIFY, { input: { photo, faceSelection, thorough, externalId } })).verify,
        externalId,
      );
    case "enrol": {
      const { displayName, confirmDuplicate } = question;
      const input = {
        photos: [photo],
        faceSelection,
        thorough,
        externalId,
        displayName: displayName || null,
        confirmDuplicate,
      };
      return ofEnrolment((await call(ENROL, { input })).enroll);
    }
  }
}

export function inWords(distance: number): string {
  return distance.toFixed(3);
}

export function ofIdentification(result: WhoIsItQuery["whoIsIt"]): Outcome {
  if (result.__typename !== "Identification") return ofProblem(result);
  const { outcome, threshold, candidates } = result;
  const shown = candidates.map(({ person, distance }) => ({ ...person, distance }));
  const nearest = shown[0];
  const drawn = {
    boxes: [result.face.box],
    candidates: shown,
    scale: { acceptUpTo: threshold, reviewUpTo: threshold },
    ...(nearest === undefined ? {} : { distance: nearest.distance }),
  };
  const comparison =
    nearest === undefined
      ? ""
      : `The nearest distance is ${inWords(nearest.distance)}; the threshold is ${inWords(threshold)}.`;
  switch (outcome) {
    case "IDENTIFIED":
      return {
        ...drawn,
        tone: "good",
        title: `This is ${nearest?.displayName ?? "somebody known"}`,
        detail: comparison,
      };
    case "AMBIGUOUS":
      return {
        ...drawn,
        tone: "unsure",
        title: "It could be one of several people",
        detail: `${comparison} They are too close together to tell apart.`,
      };
    case "UNKNOWN":
      return {
        ...drawn,
        tone: "bad",
        title: "Nobody known",
        detail: comparison || `Nobody enrolled is within the threshold of ${inWords(threshold)}.`,
      };
  }
}

export function ofGroup(result: WhoIsItQuery["whoIsIt"]): Outcome {
  if (result.__typename !== "Identification") return ofProblem(result);
  const { faces, omittedFaces, threshold } = result;
  const inWordsOf = faces.map(faceInWords);
  const known = inWordsOf.filter(({ tone }) => tone === "good").length;
  const omitted = omittedFaces > 0 ? ` ${omittedFaces} smaller faces were left out.` : "";
  return {
    tone: known > 0 ? "good" : "bad",
    title: `${known} of ${faces.length} ${faces.length === 1 ? "face is" : "faces are"} known`,
    detail: `Up to a distance of ${inWords(threshold)} somebody is recognised.${omitted}`,
    boxes: faces.map(({ box }, i) => ({ ...box, label: `${i + 1} ${inWordsOf[i]?.who}`, tone: inWordsOf[i]?.tone })),
    faces: inWordsOf,
  };
}

type GroupFace = Extract<WhoIsItQuery["whoIsIt"], { __typename: "Identification" }>["faces"][number];

function faceInWords({ outcome, candidates, problem }: GroupFace): FaceInWords {
  const [nearest] = candidates;
  const detail = problem?.message ?? (nearest === undefined ? "" : `distance ${inWords(nearest.distance)}`);
  switch (outcome) {
    case "IDENTIFIED":
      return { who: nearest?.person.displayName ?? "known", tone: "good", detail };
    case "AMBIGUOUS":
      return { who: "one of several", tone: "unsure", detail };
    case "UNKNOWN":
      return { who: "unknown", tone: "bad", detail: detail && `nearest ${nearest?.person.displayName}, ${detail}` };
    default:
      return { who: "not clear enough", tone: "unsure", detail };
  }
}

const VERDICTS = {
  ACCEPT: { tone: "good", title: "Yes, this is" },
  REVIEW: { tone: "unsure", title: "A person should look: this may be" },
  REJECT: { tone: "bad", title: "No, this is not" },
} as const;

export function ofVerification(result: VerifyMutation["verify"], externalId: string): Outcome {
  if (result.__typename !== "Verification") return ofProblem(result);
  const { decision, distance, threshold, reviewThreshold, face } = result;
  const { tone, title } = VERDICTS[decision];
  return {
    tone,
    title: `${title} ${externalId}`,
    detail:
      typeof distance === "number"
        ? `The distance is ${inWords(distance)}; up to ${inWords(threshold)} is accepted.`
        : `Up to a distance of ${inWords(threshold)} is accepted.`,
    boxes: [face.box],
    scale: { acceptUpTo: threshold, reviewUpTo: reviewThreshold },
    ...(typeof distance === "number" ? { distance } : {}),
  };
}

export function ofEnrolment(result: EnrolMutation["enroll"]): Outcome {
  if (result.__typename !== "Enrolled") return ofProblem(result);
  const { person, photos } = result;
  const quality = photos[0]?.quality;
  return {
    tone: "good",
    title: `${person.displayName} is enrolled`,
    detail: `Known as ${person.externalId}.${quality ? ` Quality of the face: ${Math.round(quality.score)} of 100.` : ""}`,
    boxes: photos.flatMap(({ face }) => (face ? [face.box] : [])),
  };
}

type ProblemOf<T> = Exclude<T, { __typename: "Identification" | "Verification" | "Enrolled" }>;
type AnyProblem = ProblemOf<WhoIsItQuery["whoIsIt"] | VerifyMutation["verify"] | EnrolMutation["enroll"]>;

function ofProblem(problem: AnyProblem): Outcome {
  const plain = (title: string, detail = problem.message): Outcome => ({ tone: "unsure", title, detail, boxes: [] });
  switch (problem.__typename) {
    case "MultipleFaces":
      return {
        ...plain(
          `The photo shows ${problem.faces.length} faces`,
          "Choose under “Which face” which one is meant, or use a photo of one person.",
        ),
        boxes: problem.faces.map(({ box }) => box),
      };
    case "LowQuality":
      return plain(
        "The face cannot be recognised reliably",
        `It is ${reasonsInWords(problem.reasons)}. Try another photo.`,
      );
    case "NoFaceFound":
      return plain("No face found", "Use a photo in which the face is large enough and seen from the front.");
    case "ProbableDuplicate":
      return {
        ...plain(
          `This looks like ${problem.candidate.externalId}, who is enrolled already`,
          `The distance is ${inWords(problem.distance)}. If they are two people, enrol anyway.`,
        ),
        asksToConfirmDuplicate: true,
      };
    case "DuplicateExternalId":
      return plain("This external id is taken", "Somebody is enrolled by it already. Choose another one.");
    case "PersonNotFound":
      return plain("Nobody is enrolled by this external id", "Check the spelling, or enrol the person first.");
    case "RateLimited":
      return plain("This key has asked too often", "Nothing was done. Try again in a minute.");
    case "Busy":
      return plain("The server is busy", "Nothing was done. Try again in a moment.");
    case "DatabaseUnavailable":
      return plain("The database cannot be reached", "Nothing was done. Try again in a moment.");
    case "UnsupportedImage":
    case "CorruptImage":
    case "ImageTooLarge":
      return plain("This photo cannot be used");
    default:
      return plain("That did not work");
  }
}
