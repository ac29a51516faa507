import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { PeopleOrderField, PersonState, RecordedConsent } from "../generated/graphql";

export interface PeopleFilter {
  readonly search: string | null;
  readonly state: PersonState | null;
  readonly tag: string | null;
  readonly consent: RecordedConsent | null;
  readonly orderBy: PeopleOrderField;
  readonly descending: boolean;
}

const oneOf = <T extends string>(value: string | null, known: readonly T[]): T | null =>
  known.find((candidate) => candidate === value) ?? null;

/** The filter lives in the address: a link shows what its sender saw, and going back goes back. */
export function usePeopleFilter(): [PeopleFilter, (change: Partial<PeopleFilter>) => void] {
  const params = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const filter = useMemo(
    (): PeopleFilter => ({
      search: params.get("search") || null,
      state: oneOf(params.get("state"), ["ACTIVE", "SUSPENDED"]),
      tag: params.get("tag") || null,
      consent: oneOf(params.get("consent"), ["VALID", "EXPIRED", "NONE"]),
      orderBy: oneOf(params.get("order"), ["EXTERNAL_ID", "DISPLAY_NAME", "CREATED_AT"]) ?? "EXTERNAL_ID",
      descending: params.get("descending") === "true",
    }),
    [params],
  );
  const change = useCallback(
    (changed: Partial<PeopleFilter>) => {
      const { search, state, tag, consent, orderBy, descending } = { ...filter, ...changed };
      const next = new URLSearchParams();
      for (const [name, value] of Object.entries({ search, state, tag, consent })) if (value) next.set(name, value);
      if (orderBy !== "EXTERNAL_ID") next.set("order", orderBy);
      if (descending) next.set("descending", "true");
      const query = next.toString();
      router.replace(query === "" ? path : `${path}?${query}`, { scroll: false });
    },
    [filter, path, router],
  );
  return [filter, change];
}
