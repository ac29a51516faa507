import { CallFailedError } from "./client";

interface ProblemLike {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
}

/** The success of a result, or its problem thrown: for writes whose problems are shown as a message. */
export function expectResult<Result extends { __typename: string }, Name extends Result["__typename"]>(
  result: Result,
  name: Name,
): Extract<Result, { __typename: Name }> {
  if (result.__typename === name) return result as Extract<Result, { __typename: Name }>;
  const { code = "INTERNAL", message = "" } = result as ProblemLike;
  throw new CallFailedError(code, message);
}
