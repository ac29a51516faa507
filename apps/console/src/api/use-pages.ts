import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { TypedDocumentString } from "../generated/graphql";
import { type CallFailedError, call } from "./client";
import { keepShown } from "./keep-shown";
import { keyOf } from "./key-of";

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
    queryKey: keyOf(name, variables, document),
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
  options: { refetchInterval?: number | false; staleTime?: number; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    ...pagesOf(name, document, variables, connectionOf),
    placeholderData: keepShown(variables),
    ...options,
  });
  const { data } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: which connection it is does not change
  const nodes = useMemo(() => data?.pages.flatMap((page) => connectionOf(page).nodes), [data]);
  return { ...query, nodes };
}

/** A list that is short almost always, and wanted as a whole: nothing of it before all of it. */
export function useAllPages<Data, Variables extends object, Node>(
  name: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Omit<Variables, "after">,
  connectionOf: (data: Data) => Connection<Node>,
  options: { refetchInterval?: number; staleTime?: number } = {},
) {
  const { data, nodes, error, refetch, hasNextPage, isFetching, fetchNextPage } = usePages(
    name,
    document,
    variables,
    connectionOf,
    options,
  );
  useEffect(() => {
    if (hasNextPage && !isFetching && error === null) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage, error]);
  const first = data?.pages[0];
  const whole = useMemo(
    () => (first === undefined || nodes === undefined || hasNextPage ? undefined : { first, nodes }),
    [first, nodes, hasNextPage],
  );
  return { data: whole, error, refetch };
}
