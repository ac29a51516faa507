import type { RowError } from "./rows";

/** Why a photo cannot be used. */
export interface PhotoFault {
  readonly name: string;
  readonly fault: "missing" | "several" | "noFace" | "manyFaces" | "notGood" | "failed";
}

export type RowState =
  | { readonly kind: "waiting" }
  | { readonly kind: "checking" }
  /** `faults` of photos that would be left out. */
  | { readonly kind: "ready"; readonly faults: readonly PhotoFault[] }
  | { readonly kind: "enrolled" }
  | { readonly kind: "invalid"; readonly error: RowError }
  | { readonly kind: "noPhoto"; readonly faults: readonly PhotoFault[] }
  | { readonly kind: "importing" }
  | { readonly kind: "done"; readonly accepted: number; readonly refused: number }
  | { readonly kind: "duplicate"; readonly externalId: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

export type RowGroup = "errors" | "ready" | "done" | "other";

export function groupOf({ kind }: RowState): RowGroup {
  switch (kind) {
    case "invalid":
    case "noPhoto":
    case "duplicate":
    case "failed":
      return "errors";
    case "ready":
      return "ready";
    case "done":
    case "enrolled":
      return "done";
    default:
      return "other";
  }
}
