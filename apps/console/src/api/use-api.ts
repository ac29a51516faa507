import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import type { TypedDocumentString } from "../generated/graphql";
import { type CallFailedError, call } from "./client";
import { keepShown } from "./keep-shown";
import { keyOf } from "./key-of";

type Options<Data> = Pick<
  UseQueryOptions<Data, CallFailedError>,
  "enabled" | "refetchInterval" | "staleTime" | "gcTime"
>;

/**
 * What a query answers, kept under {@link keyOf}.
 * @param name of what is asked for: changes invalidate by it
 */
export function useApi<Data, Variables>(
  name: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options: Options<Data> = {},
) {
  return useQuery<Data, CallFailedError>({
    queryKey: keyOf(name, variables, document),
    queryFn: ({ signal }) => call(document, variables, signal),
    placeholderData: keepShown(variables),
    ...options,
  });
}
