import { describe, expect, it } from "vitest";
import type { DecidedAttempt } from "../attempts/attempts.port.js";
import { replay } from "./replay.js";

const CUTS = { acceptDistance: 0.4, reviewDistance: 0.5, identifyDistance: 0.3, ambiguityMargin: 0.05, minQuality: 0 };
const verified = (decision: "ACCEPT" | "REVIEW" | "REJECT", distance: number, qualityScore = 80): DecidedAttempt => ({
  ...{ kind: "VERIFY", decision, qualityScore, distances: [distance] },
});
const searched = (decision: "IDENTIFIED" | "UNKNOWN" | "AMBIGUOUS", ...distances: number[]): DecidedAttempt => ({
  ...{ kind: "IDENTIFY", decision, qualityScore: null, distances },
});

const past = [
  verified("ACCEPT", 0.4),
  verified("REVIEW", 0.45),
  verified("REJECT", 0.51),
  searched("IDENTIFIED", 0.3, 0.36),
  searched("AMBIGUOUS", 0.2, 0.24),
  searched("UNKNOWN", 0.31),
  searched("UNKNOWN"),
];

describe("replay", () => {
  it("decides as before under the same cuts", () => {
    expect(replay(past, CUTS)).toEqual({ changed: 0, changes: [] });
  });

  it("finds exactly what a step of each cut flips", () => {
    const changes = (cuts: Partial<typeof CUTS>) =>
      replay(past, { ...CUTS, ...cuts }).changes.map(({ from, to, count }) => `${from}>${to} ${count}`);
    expect(changes({ acceptDistance: 0.399 })).toEqual(["ACCEPT>REVIEW 1"]);
    expect(changes({ acceptDistance: 0.45 })).toEqual(["REVIEW>ACCEPT 1"]);
    expect(changes({ reviewDistance: 0.51 })).toEqual(["REJECT>REVIEW 1"]);
    expect(changes({ identifyDistance: 0.31 })).toEqual(["UNKNOWN>IDENTIFIED 1"]);
    expect(changes({ identifyDistance: 0.36 })).toEqual(["UNKNOWN>IDENTIFIED 1"]);
    expect(changes({ identifyDistance: 0.36, ambiguityMargin: 0.07 })).toEqual([
      "IDENTIFIED>AMBIGUOUS 1",
      "UNKNOWN>IDENTIFIED 1",
    ]);
    expect(changes({ ambiguityMargin: 0.03 })).toEqual(["AMBIGUOUS>IDENTIFIED 1"]);
    expect(changes({ minQuality: 81 }).sort()).toEqual(["ACCEPT>null 1", "REJECT>null 1", "REVIEW>null 1"]);
  });
});
