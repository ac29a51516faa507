import type { TypedDocumentString } from "../generated/graphql";

/**
 * What an answer is kept under. The document is a part of it: two that ask for different fields of the same thing must not
 * take each other's answers for their own.
 * @param name what changes invalidate by
 */
export const keyOf = <Data, Variables>(
  name: string,
  variables: Variables | Omit<Variables, "after">,
  document: TypedDocumentString<Data, Variables>,
): readonly unknown[] => [name, variables, document.toString()];
