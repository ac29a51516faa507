import { ModelError, NetworkFileError, ReferenceCurveError, WeightFileError } from "facenet-core/models";

/** What was asked for cannot be done; the message says why. */
export class FailureError extends Error {
  override readonly name = "FailureError";
}

const EXPECTED = [FailureError, ModelError, NetworkFileError, ReferenceCurveError, WeightFileError];

/** What to tell the operator of a failure. Throws on what is a fault of the program. */
export function problemIn(error: unknown): string {
  if (error instanceof Error && EXPECTED.some((expected) => error instanceof expected)) return error.message;
  throw error;
}
