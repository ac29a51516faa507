import type { ActivityQuery, AttemptDecision } from "../generated/graphql";

type Activity = ActivityQuery["activity"];

export const GROUPS = ["good", "unsure", "bad", "none"] as const;
export type Group = (typeof GROUPS)[number];

const GROUP_OF: Readonly<Record<AttemptDecision, Group>> = {
  ACCEPT: "good",
  IDENTIFIED: "good",
  ENROLLED: "good",
  REVIEW: "unsure",
  AMBIGUOUS: "unsure",
  REJECT: "bad",
  UNKNOWN: "bad",
};
/** Attempts without a usable face: a failure to acquire (ISO/IEC 19795-1). */
const NOT_ACQUIRED = new Set(["NO_FACE", "LOW_QUALITY", "MULTIPLE_FACES"]);
const HOUR_MS = 3_600_000;
/** Longer spans are shown by the day. */
const MOST_HOURS = 48;

export type Bucket = { readonly at: string } & Readonly<Record<Group, number>>;

/** Beginnings of the hours of the span. */
function hoursOf(since: string, hours: number): Date[] {
  const first = new Date(since).getTime();
  return Array.from({ length: hours }, (_, i) => new Date(first + i * HOUR_MS));
}

/** Every hour, or every day in the viewer's zone, that the span has; those without attempts too. */
export function bucketsOf({ since, counts }: Pick<Activity, "since" | "counts">, hours: number): Bucket[] {
  const byHour = new Map<number, Record<Group, number>>();
  for (const { hour, decision, count } of counts) {
    const start = new Date(hour).getTime();
    const bucket = byHour.get(start) ?? { good: 0, unsure: 0, bad: 0, none: 0 };
    bucket[decision ? GROUP_OF[decision] : "none"] += count;
    byHour.set(start, bucket);
  }
  const buckets = new Map<string, Record<Group, number>>();
  for (const start of hoursOf(since, hours)) {
    const at = hours <= MOST_HOURS ? start.toISOString() : startOfDay(start).toISOString();
    const bucket = buckets.get(at) ?? { good: 0, unsure: 0, bad: 0, none: 0 };
    const found = byHour.get(start.getTime());
    for (const group of GROUPS) bucket[group] += found?.[group] ?? 0;
    buckets.set(at, bucket);
  }
  return [...buckets].map(([at, bucket]) => ({ at, ...bucket }));
}

export interface LatencyPoint {
  readonly at: string;
  /** Null in an hour without attempts. */
  readonly median: number | null;
  readonly p95: number | null;
}

/** Every hour that the span has, as {@link bucketsOf} has them, so that both are seen along the same time. */
export function latencyOf({ since, latency }: Pick<Activity, "since" | "latency">, hours: number): LatencyPoint[] {
  const byHour = new Map(latency.map((point) => [new Date(point.hour).getTime(), point]));
  return hoursOf(since, hours).map((start) => {
    const { medianMs, p95Ms } = byHour.get(start.getTime()) ?? { medianMs: null, p95Ms: null };
    return { at: start.toISOString(), median: toTenths(medianMs), p95: toTenths(p95Ms) };
  });
}

const toTenths = (ms: number | null) => (ms === null ? null : Math.round(ms * 10) / 10);

export interface Totals {
  readonly attempts: number;
  /** Of attempts that came to a decision; null without any. */
  readonly goodShare: number | null;
  readonly failureToAcquire: number | null;
  /** Of the hours' medians, each weighed alike. */
  readonly medianMs: number | null;
}

export function totalsOf({ counts, latency }: Pick<Activity, "counts" | "latency">): Totals {
  const sum = (wanted: (row: Activity["counts"][number]) => boolean) =>
    counts.reduce((total, row) => total + (wanted(row) ? row.count : 0), 0);
  const attempts = sum(() => true);
  const asked = sum(({ kind, decision }) => kind !== "ENROLL" && decision != null);
  const good = sum(({ kind, decision }) => kind !== "ENROLL" && decision != null && GROUP_OF[decision] === "good");
  const notAcquired = sum(({ problemCode }) => NOT_ACQUIRED.has(problemCode ?? ""));
  const medians = latency.map(({ medianMs }) => medianMs).sort((a, b) => a - b);
  return {
    attempts,
    goodShare: asked === 0 ? null : good / asked,
    failureToAcquire: attempts === 0 ? null : notAcquired / attempts,
    medianMs: medians[Math.floor(medians.length / 2)] ?? null,
  };
}

function startOfDay(moment: Date): Date {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}
