import type { useTranslations } from "use-intl";
import { CallFailedError, call } from "../api/client";
import type { IdentificationOutcome, NearFragment, VerificationDecision } from "../generated/graphql";
import type { MarkedBox } from "../photos/photo-view";
import { VERIFY, WHO_IS_IT } from "./documents";

interface Question {
  readonly siteId: string;
  readonly photo: { readonly base64: string };
}
export type Asked =
  | (Question & { readonly task: "identify" })
  | (Question & { readonly task: "verify"; readonly externalId: string });

export interface FaceAnswer {
  readonly box: MarkedBox;
  /** Null where the face was not good enough to be searched for. */
  readonly outcome: IdentificationOutcome | null;
  readonly candidates: readonly NearFragment[];
  readonly attemptId: string;
}

export type Answer =
  | {
      readonly kind: "identified";
      readonly threshold: number;
      readonly omitted: number;
      /** The largest first. */
      readonly faces: readonly FaceAnswer[];
    }
  | {
      readonly kind: "verified";
      readonly decision: VerificationDecision;
      readonly distance: number | null;
      readonly threshold: number;
      readonly reviewThreshold: number;
      readonly externalId: string;
      readonly box: MarkedBox;
      readonly attemptId: string;
    };

/** @throws CallFailedError for every problem */
export async function ask(asked: Asked): Promise<Answer> {
  const { siteId, photo } = asked;
  if (asked.task === "verify") {
    const { externalId } = asked;
    const { verify } = await call(VERIFY, { input: { siteId, photo, externalId, faceSelection: "CENTRAL" } });
    if (verify.__typename !== "Verification") throw new CallFailedError(verify.code, verify.message);
    const { decision, distance = null, threshold, reviewThreshold, face, attempt } = verify;
    return {
      ...{ kind: "verified", decision, distance, threshold, reviewThreshold, externalId },
      ...{ box: face.box, attemptId: attempt.id },
    };
  }
  const { whoIsIt } = await call(WHO_IS_IT, { input: { siteId, photo, faceSelection: "ALL" } });
  if (whoIsIt.__typename !== "Identification") throw new CallFailedError(whoIsIt.code, whoIsIt.message);
  return {
    ...{ kind: "identified", threshold: whoIsIt.threshold, omitted: whoIsIt.omittedFaces },
    faces: whoIsIt.faces.map(({ box, outcome, candidates, attempt }) => ({
      ...{ box, outcome: outcome ?? null, candidates, attemptId: attempt.id },
    })),
  };
}

export const TONES = {
  ACCEPT: "good",
  REVIEW: "unsure",
  REJECT: "bad",
  IDENTIFIED: "good",
  AMBIGUOUS: "unsure",
  UNKNOWN: "bad",
} as const;

/** What is drawn over the photo. */
export function boxesOf(answer: Answer, t: ReturnType<typeof useTranslations<"answer">>): MarkedBox[] {
  if (answer.kind === "verified") return [{ ...answer.box, tone: TONES[answer.decision] }];
  return answer.faces.map(({ box, outcome, candidates }, index) => {
    const name = outcome === "IDENTIFIED" ? candidates[0]?.person.displayName : undefined;
    const label = name ?? (outcome === null ? t("notClear") : t(`short.${outcome}`));
    return {
      ...box,
      label: answer.faces.length === 1 ? label : `${index + 1} ${label}`,
      tone: outcome === null ? undefined : TONES[outcome],
    };
  });
}
