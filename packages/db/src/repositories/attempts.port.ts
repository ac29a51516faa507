import type { JsonObject } from "../client/json.js";
import type { IdempotentWrite } from "./idempotency.port.js";
import type { Optional, Page, PageRequest } from "./page.js";

export type AttemptKind = "VERIFY" | "IDENTIFY" | "ENROLL";
export type AttemptDecision = "ACCEPT" | "REVIEW" | "REJECT" | "IDENTIFIED" | "UNKNOWN" | "AMBIGUOUS" | "ENROLLED";

export interface NewAttemptCandidate {
  readonly personId: string;
  readonly templateId?: Optional<string>;
  readonly distance: number;
}

export interface NewAttempt {
  readonly siteId: string;
  readonly kind: AttemptKind;
  readonly claimedPersonId?: Optional<string>;
  /** As the caller wrote it, also when nobody has it. */
  readonly claimedExternalId?: Optional<string>;
  /** Best first. */
  readonly candidates: readonly NewAttemptCandidate[];
  /** Left out when no decision was taken, because of `problemCode`. */
  readonly decision?: Optional<AttemptDecision>;
  readonly problemCode?: Optional<string>;
  readonly distance?: Optional<number>;
  readonly threshold?: Optional<number>;
  readonly policyId?: Optional<string>;
  /** Needed with a probe. */
  readonly modelId?: Optional<string>;
  readonly quality?: Optional<object>;
  readonly timings?: Optional<object>;
  readonly requestId?: Optional<string>;
  readonly apiKeyId?: Optional<string>;
  /** Who asked in the console, in place of an API key. */
  readonly userId?: Optional<string>;
  readonly probeVector?: Optional<Float32Array>;
  readonly probeChip?: Optional<Uint8Array>;
  /** Uploads of who asks, that are used up in the transaction. {@link UploadGoneError} when one is no longer there. */
  readonly uploadIds?: readonly string[];
}

export interface AttemptCandidateRecord {
  /** 1 is the best. */
  readonly rank: number;
  /** Null once the person was erased, as is `person`. */
  readonly personId: string | null;
  /** Null once the template was removed. */
  readonly templateId: string | null;
  readonly distance: number;
  readonly person: AttemptPerson | null;
}

export interface AttemptPerson {
  readonly id: string;
  readonly externalId: string;
  readonly displayName: string;
}

export interface AttemptRecord {
  readonly id: string;
  readonly siteId: string;
  readonly kind: AttemptKind;
  readonly claimedPersonId: string | null;
  readonly claimedExternalId: string | null;
  readonly candidates: readonly AttemptCandidateRecord[];
  readonly decision: AttemptDecision | null;
  readonly problemCode: string | null;
  readonly distance: number | null;
  readonly threshold: number | null;
  readonly policyId: string | null;
  readonly modelId: string | null;
  readonly quality: JsonObject | null;
  readonly timings: JsonObject | null;
  readonly requestId: string | null;
  readonly apiKeyId: string | null;
  readonly userId: string | null;
  /** Name of the API key or the user; null once the user was removed. */
  readonly caller: string | null;
  readonly policyVersion: number | null;
  /** What the newest review says. */
  readonly verdict: ReviewVerdict | null;
  /** Newest first: the first is what counts. */
  readonly reviews: readonly ReviewRecord[];
  /** Whether the probe embedding is still retained, and with it the way to compute the decision anew. */
  readonly hasProbeVector: boolean;
  readonly hasProbeChip: boolean;
  readonly createdAt: Date;
}

export const REVIEW_VERDICTS = ["GENUINE", "IMPOSTOR", "UNSURE"] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

export interface ReviewRecord {
  readonly id: string;
  readonly verdict: ReviewVerdict;
  /** With which the attempt was drawn for review; null when the reviewer chose it. */
  readonly probability: number | null;
  /** Null once the user was removed. */
  readonly reviewer: string | null;
  readonly createdAt: Date;
}

export interface AttemptFilter {
  readonly kind?: Optional<AttemptKind>;
  /** A decision, or those that came to none. */
  readonly decision?: Optional<AttemptDecision | "PROBLEM">;
  /** The claimed external id, as the caller wrote it. */
  readonly claimedExternalId?: Optional<string>;
  /** Attempts that claim to be this person, or were compared with them. */
  readonly personId?: Optional<string>;
  /** What the newest review says, or that there is none. */
  readonly review?: Optional<ReviewVerdict | "NONE">;
  readonly from?: Optional<Date>;
  /** Not included. */
  readonly to?: Optional<Date>;
}

/** What a decision was taken from, without its photo. */
export interface DecidedAttempt {
  readonly id: string;
  readonly kind: "VERIFY" | "IDENTIFY";
  readonly decision: AttemptDecision;
  readonly qualityScore: number | null;
  readonly createdAt: Date;
  /** Nearest first. */
  readonly distances: readonly number[];
}

/** Attempts of one kind and outcome in one hour. */
export interface ActivityRow {
  /** Its beginning. */
  readonly hour: Date;
  readonly kind: AttemptKind;
  readonly decision: AttemptDecision | null;
  readonly problemCode: string | null;
  readonly count: number;
}

export interface LatencyRow {
  readonly hour: Date;
  /** Of the engine's stages together, in milliseconds. */
  readonly medianMs: number;
  readonly p95Ms: number;
}

export interface AttemptRepository {
  /**
   * Records the attempt with its candidates in one transaction and returns its id. A person who was erased since the comparison is recorded
   * as nobody, and then no probe is kept.
   */
  record(attempt: NewAttempt): Promise<string>;
  /** All of them or none, in one transaction; ids in the order given. */
  recordAll(attempts: readonly NewAttempt[]): Promise<string[]>;
  /** The same, once for the idempotency key; null when the same call was done before. */
  recordOnce(attempt: NewAttempt, idempotency: IdempotentWrite<{ readonly attemptId: string }>): Promise<string | null>;
  /** Newest first. */
  list(siteId: string, request: PageRequest & AttemptFilter): Promise<Page<AttemptRecord>>;
  /** What was recorded from a moment on, oldest first; at most {@link MAX_PAGE_SIZE}. */
  since(siteId: string, from: Date): Promise<AttemptRecord[]>;
  /** Null when the site has no such attempt. */
  review(
    siteId: string,
    attemptId: string,
    review: {
      readonly verdict: ReviewVerdict;
      readonly userId: string | null;
      readonly probability?: Optional<number>;
    },
  ): Promise<AttemptRecord | null>;
  /** The newest that were decided by the model, newest first. */
  decided(siteId: string, modelId: string, first: number): Promise<DecidedAttempt[]>;
  activity(siteId: string, since: Date): Promise<{ counts: ActivityRow[]; latency: LatencyRow[] }>;
  get(siteId: string, attemptId: string): Promise<AttemptRecord | null>;
  /** The retained probe; null parts were not kept or were erased. Null when the site has no such attempt. */
  probe(siteId: string, attemptId: string): Promise<AttemptProbe | null>;
}

export interface AttemptProbe {
  readonly vector: Float32Array | null;
  readonly chip: Uint8Array | null;
}
