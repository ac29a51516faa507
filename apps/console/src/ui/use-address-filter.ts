import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef } from "react";

/**
 * A filter that lives in the address: a link shows what its sender saw, and going back goes back.
 * @param read it from the address; must not change between renders, as `write` must not
 */
export function useAddressFilter<Filter extends object>(
  read: (params: { get(name: string): string | null }) => Filter,
  write: (filter: Filter) => URLSearchParams,
): [Filter, (change: Partial<Filter>) => void] {
  const params = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const filter = useMemo(() => read(params), [params, read]);
  // The address follows a moment later: of two changes in a row the second has to see the first.
  const wanted = useRef(filter);
  useEffect(() => {
    wanted.current = filter;
  }, [filter]);
  const change = useCallback(
    (changed: Partial<Filter>) => {
      wanted.current = { ...wanted.current, ...changed };
      const query = write(wanted.current).toString();
      router.replace(query === "" ? path : `${path}?${query}`, { scroll: false });
    },
    [path, router, write],
  );
  return [filter, change];
}

export const oneOf = <T extends string>(value: string | null, known: readonly T[]): T | null =>
  known.find((candidate) => candidate === value) ?? null;
