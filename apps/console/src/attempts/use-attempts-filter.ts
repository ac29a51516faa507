import type { AttemptKind, AttemptOutcome, ReviewState } from "../generated/graphql";
import { oneOf, useAddressFilter } from "../ui/use-address-filter";

export interface AttemptsFilter {
  readonly kind: AttemptKind | null;
  readonly decision: AttemptOutcome | null;
  readonly claimedExternalId: string | null;
  readonly review: ReviewState | null;
  /** Days in the viewer's zone, as date inputs have them. */
  readonly from: string | null;
  readonly to: string | null;
}

export const KINDS = ["VERIFY", "IDENTIFY", "ENROLL"] as const satisfies readonly AttemptKind[];
export const OUTCOMES = [
  ...["ACCEPT", "REVIEW", "REJECT", "IDENTIFIED", "AMBIGUOUS", "UNKNOWN", "ENROLLED", "PROBLEM"],
] as readonly AttemptOutcome[];
export const REVIEWS = ["NONE", "GENUINE", "IMPOSTOR", "UNSURE"] as const satisfies readonly ReviewState[];

const NAMES = ["kind", "decision", "claimedExternalId", "review", "from", "to"] as const;
const day = (value: string | null) => (value !== null && /^\d{4}-\d\d-\d\d$/.test(value) ? value : null);

export const useAttemptsFilter = () => useAddressFilter(read, write);

function read(params: { get(name: string): string | null }): AttemptsFilter {
  return {
    kind: oneOf(params.get("kind"), KINDS),
    decision: oneOf(params.get("decision"), OUTCOMES),
    claimedExternalId: params.get("claimedExternalId") || null,
    review: oneOf(params.get("review"), REVIEWS),
    from: day(params.get("from")),
    to: day(params.get("to")),
  };
}

function write(filter: AttemptsFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of NAMES) if (filter[name]) params.set(name, filter[name]);
  return params;
}

/** As the API takes it: moments, the last day included. */
export function toVariables({ from, to, ...filter }: AttemptsFilter) {
  const startOf = (value: string, days = 0) => {
    const [year = 0, month = 1, date = 1] = value.split("-").map(Number);
    return new Date(year, month - 1, date + days).toISOString();
  };
  return { ...filter, from: from && startOf(from), to: to && startOf(to, 1) };
}
