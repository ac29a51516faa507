import type { PeopleOrderField, PersonState, RecordedConsent } from "../generated/graphql";
import { oneOf, useAddressFilter } from "../ui/use-address-filter";

export interface PeopleFilter {
  readonly search: string | null;
  readonly state: PersonState | null;
  readonly tag: string | null;
  readonly consent: RecordedConsent | null;
  readonly orderBy: PeopleOrderField;
  readonly descending: boolean;
}

export const usePeopleFilter = () => useAddressFilter(read, write);

function read(params: { get(name: string): string | null }): PeopleFilter {
  return {
    search: params.get("search") || null,
    state: oneOf(params.get("state"), ["ACTIVE", "SUSPENDED"]),
    tag: params.get("tag") || null,
    consent: oneOf(params.get("consent"), ["VALID", "EXPIRED", "NONE"]),
    orderBy: oneOf(params.get("order"), ["EXTERNAL_ID", "DISPLAY_NAME", "CREATED_AT"]) ?? "EXTERNAL_ID",
    descending: params.get("descending") === "true",
  };
}

function write({ orderBy, descending, ...narrowing }: PeopleFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(narrowing)) if (value) params.set(name, value);
  if (orderBy !== "EXTERNAL_ID") params.set("order", orderBy);
  if (descending) params.set("descending", "true");
  return params;
}
