import { describe, expect, it } from "vitest";
import { bucketsOf, latencyOf, totalsOf } from "./figures";

const row = (
  hour: string,
  decision: "ACCEPT" | "REJECT" | "ENROLLED" | null,
  count: number,
  problemCode: string | null = null,
) => ({ hour, kind: decision === "ENROLLED" ? "ENROLL" : "VERIFY", decision, problemCode, count }) as const;
const counts = [
  row("2026-01-01T10:00:00.000Z", "ACCEPT", 3),
  row("2026-01-01T10:00:00.000Z", "REJECT", 1),
  row("2026-01-01T12:00:00.000Z", null, 2, "NO_FACE"),
  row("2026-01-01T12:00:00.000Z", "ENROLLED", 4),
];

describe("bucketsOf", () => {
  it("has every hour, those without attempts too", () => {
    const buckets = bucketsOf({ since: "2026-01-01T09:00:00.000Z", counts }, 4);
    expect(buckets.map(({ good, unsure, bad, none }) => [good, unsure, bad, none])).toEqual([
      [0, 0, 0, 0],
      [3, 0, 1, 0],
      [0, 0, 0, 0],
      [4, 0, 0, 2],
    ]);
    expect(buckets[1]?.at).toBe("2026-01-01T10:00:00.000Z");
  });

  it("puts longer spans together by the day, and loses nothing", () => {
    const buckets = bucketsOf({ since: "2025-12-30T00:00:00.000Z", counts }, 168);
    expect(buckets.length).toBeLessThanOrEqual(8);
    expect(buckets.reduce((sum, { good, bad, none }) => sum + good + bad + none, 0)).toBe(10);
  });
});

describe("latencyOf", () => {
  it("has every hour, those without attempts too", () => {
    const latency = [{ hour: "2026-01-01T10:00:00.000Z", medianMs: 20.04, p95Ms: 51.26 }];
    expect(latencyOf({ since: "2026-01-01T09:00:00.000Z", latency }, 3)).toEqual([
      { at: "2026-01-01T09:00:00.000Z", median: null, p95: null },
      { at: "2026-01-01T10:00:00.000Z", median: 20, p95: 51.3 },
      { at: "2026-01-01T11:00:00.000Z", median: null, p95: null },
    ]);
  });
});

describe("totalsOf", () => {
  it("takes shares of what they are shares of", () => {
    const latency = [30, 10, 20].map((medianMs) => ({ hour: "2026-01-01T10:00:00.000Z", medianMs, p95Ms: 50 }));
    expect(totalsOf({ counts, latency })).toEqual({
      attempts: 10,
      goodShare: 0.75,
      failureToAcquire: 0.2,
      medianMs: 20,
    });
  });

  it("has no shares of nothing", () => {
    expect(totalsOf({ counts: [], latency: [] })).toEqual({
      ...{ attempts: 0, goodShare: null, failureToAcquire: null, medianMs: null },
    });
  });
});
