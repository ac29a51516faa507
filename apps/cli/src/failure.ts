import { ModelError, NetworkFileError, ReferenceCurveError, WeightFileError } from "facenet-core/models";

/** What was asked for cannot be done; the message says why. */
export class FailureError extends Error {
  override readonly name = "FailureError";
}

/** Failures whose message is enough for the operator; everything else is a fault of the program. */
export function isExpected(error: unknown): error is Error {
  return [FailureError, ModelError, NetworkFileError, ReferenceCurveError, WeightFileError].some(
    (expected) => error instanceof expected,
  );
}
