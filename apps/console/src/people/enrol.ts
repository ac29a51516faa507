import { CallFailedError, call } from "../api/client";
import type { AddPhotosMutation, EnrollMutation } from "../generated/graphql";
import { type ChosenPhoto, toImageInput } from "../photos/use-photos";
import { ADD_PHOTOS, ENROLL } from "./documents";

export interface Enrolment {
  readonly siteId: string;
  readonly externalId: string;
  readonly displayName: string;
  readonly consent: { readonly basis: string; readonly textVersion: string } | null;
  readonly photos: readonly ChosenPhoto[];
  readonly confirmDuplicate: boolean;
  /** Of this attempt to enrol: sent again with it, it is done once. */
  readonly idempotencyKey: string;
}

export type EnrolmentOutcome =
  | { readonly kind: "done"; readonly externalId: string; readonly displayName: string; readonly refused: number }
  | { readonly kind: "duplicate"; readonly externalId: string; readonly distance: number };

/** @throws CallFailedError for every other problem */
export async function enrol({ photos, consent, ...about }: Enrolment): Promise<EnrolmentOutcome> {
  const images = await Promise.all(photos.map(toImageInput));
  // Each photo shows one face, or was cut to the one that is meant.
  const input = { ...about, consent, photos: images, faceSelection: "CENTRAL" as const };
  return outcomeOf((await call(ENROLL, { input })).enroll);
}

export async function addPhotos({
  photos,
  ...about
}: Pick<
  Enrolment,
  "siteId" | "externalId" | "photos" | "confirmDuplicate" | "idempotencyKey"
>): Promise<EnrolmentOutcome> {
  const images = await Promise.all(photos.map(toImageInput));
  const input = { ...about, photos: images, faceSelection: "CENTRAL" as const };
  return outcomeOf((await call(ADD_PHOTOS, { input })).addPhotos);
}

function outcomeOf(result: EnrollMutation["enroll"] | AddPhotosMutation["addPhotos"]): EnrolmentOutcome {
  switch (result.__typename) {
    case "Enrolled":
    case "PhotosAdded": {
      const refused = result.photos.filter(({ accepted }) => !accepted).length;
      return { kind: "done", ...result.person, refused };
    }
    case "ProbableDuplicate":
      return { kind: "duplicate", externalId: result.candidate.externalId, distance: result.distance };
    default:
      throw new CallFailedError(result.code, result.message);
  }
}
