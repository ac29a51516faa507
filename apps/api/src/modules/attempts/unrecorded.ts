import type { FailureKind } from "../problems/failure.js";

/** Nothing was looked at, or nothing could be: these leave no attempt. */
const UNRECORDED: ReadonlySet<FailureKind> = new Set([
  "busy",
  "rateLimited",
  "idempotencyKeyReused",
  "invalidInput",
  "siteNotFound",
  "alsoInOtherSites",
  "uploadNotFound",
  "databaseUnavailable",
]);

export function leavesAttempt(kind: FailureKind): boolean {
  return !UNRECORDED.has(kind);
}
