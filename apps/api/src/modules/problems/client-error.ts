import { GraphQLError } from "graphql";
import type { ErrorCode } from "./error-codes.js";
import { type Failure, messageOf, PROBLEM_CODES } from "./failure.js";

/** A GraphQL error whose message and extensions are written for the client; every other error is masked. */
export class ClientError extends GraphQLError {
  constructor(
    message: string,
    extensions: { code: ErrorCode; field?: string; retryAfterMs?: number; http?: { status: number } },
  ) {
    super(message, { extensions });
  }
}

/** For fields that answer a connection instead of a union: the same codes, as a GraphQL error. */
export function toClientError(failure: Failure): ClientError {
  return new ClientError(messageOf(failure), {
    code: PROBLEM_CODES[failure.kind],
    ...(failure.kind === "invalidInput" ? { field: failure.field } : {}),
    ...("retryAfterMs" in failure ? { retryAfterMs: failure.retryAfterMs } : {}),
  });
}
