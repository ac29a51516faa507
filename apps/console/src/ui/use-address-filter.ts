import { useDebouncedCallback } from "@mantine/hooks";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";

/** Next draws the whole page anew for an address: once the filter stands still, and what it asked for is there. */
const ADDRESS_DELAY_MS = 300;

/**
 * A filter that lives in the address: a link shows what its sender saw, and going back goes back.
 * @param read it from the address; must not change between renders, as `write` must not
 */
export function useAddressFilter<Filter extends object>(
  read: (params: { get(name: string): string | null }) => Filter,
  write: (filter: Filter) => URLSearchParams,
): [Filter, (change: Partial<Filter>) => Filter] {
  const params = useSearchParams();
  const path = usePathname();
  const [filter, setFilter] = useState(() => read(params));
  // Of two changes in a row the second has to see the first.
  const wanted = useRef(filter);
  const address = params.toString();
  const seen = useRef(address);
  /** Addresses that are this filter's own, and did not arrive yet. */
  const onTheWay = useRef<string[]>([]);
  useEffect(() => {
    if (address === seen.current) return;
    seen.current = address;
    const place = onTheWay.current.indexOf(address);
    onTheWay.current.splice(0, place < 0 ? onTheWay.current.length : place + 1);
    if (place >= 0) return;
    // Somebody went back, or followed a link.
    wanted.current = read(params);
    setFilter(wanted.current);
  }, [address, params, read]);
  const writeAddress = useDebouncedCallback(() => {
    const query = write(wanted.current).toString();
    if (query === (onTheWay.current.at(-1) ?? seen.current)) return;
    onTheWay.current.push(query);
    // Next follows the history; by its router the server would be asked for a page that stays as it is.
    window.history.replaceState(null, "", query === "" ? path : `${path}?${query}`);
  }, ADDRESS_DELAY_MS);
  const change = useCallback(
    (changed: Partial<Filter>) => {
      wanted.current = { ...wanted.current, ...changed };
      setFilter(wanted.current);
      writeAddress();
      return wanted.current;
    },
    [writeAddress],
  );
  return [filter, change];
}

export const oneOf = <T extends string>(value: string | null, known: readonly T[]): T | null =>
  known.find((candidate) => candidate === value) ?? null;
