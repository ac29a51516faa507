import type { PROBLEM_CODES } from "./failure.js";

/** Codes of answers that are no result of a field: the request was refused, or something broke. */
export const REQUEST_ERROR_CODES = [
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "BODY_TOO_LARGE",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "INTERNAL",
  "LINK_NOT_GOOD",
  "METHOD_NOT_ALLOWED",
  "NOT_FOUND",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "QUERY_TOO_COMPLEX",
  "REQUEST_TIMEOUT",
  "TOO_MANY_UPLOADS",
  "UNAUTHENTICATED",
] as const;

export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number];
export type ProblemCode = (typeof PROBLEM_CODES)[keyof typeof PROBLEM_CODES];
/** Every code that the API can answer. docs/errors.md lists them. */
export type ErrorCode = RequestErrorCode | ProblemCode;
