import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import type { TypedDocumentString } from "../generated/graphql";
import { type CallFailedError, call } from "./client";
import { keepShown } from "./keep-shown";

interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
}

/** A list that is asked for page by page; what {@link usePages} asks for, and what may be asked for ahead of it. */
export function pagesOf<Data, Variables extends object, Node>(
  name: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Omit<Variables, "after">,
  connectionOf: (data: Data) => Connection<Node>,
) {
  return infiniteQueryOptions<Data, CallFailedError, { pages: Data[] }, readonly unknown[], string | null>({
    queryKey: [name, variables],
    queryFn: ({ pageParam, signal }) => call(document, { ...variables, after: pageParam } as Variables, signal),
    initialPageParam: null,
    getNextPageParam: (last) => {
      const { hasNextPage, endCursor } = connectionOf(last).pageInfo;
      return hasNextPage ? (endCursor ?? null) : null;
    },
  });
}

/** A list, as far as somebody reads. */
export function usePages<Data, Variables extends object, Node>(
  name: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Omit<Variables, "after">,
  connectionOf: (data: Data) => Connection<Node>,
  options: { refetchInterval?: number | false; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    ...pagesOf(name, document, variables, connectionOf),
    placeholderData: keepShown(variables),
    ...options,
  });
  return { ...query, nodes: query.data?.pages.flatMap((page) => connectionOf(page).nodes) };
}
