import type { IdempotentWrite } from "../idempotency/idempotency.port.js";
import type { Page, PageRequest } from "../paging/page.js";
import type { Probe, SeenQuality } from "../photos/photos.port.js";

export type AttemptKind = "VERIFY" | "IDENTIFY" | "ENROLL";
export type AttemptDecision = "ACCEPT" | "REVIEW" | "REJECT" | "IDENTIFIED" | "UNKNOWN" | "AMBIGUOUS" | "ENROLLED";

export interface AttemptCandidate {
  /** Null after the person was deleted. */
  personId: string | null;
  templateId: string | null;
  distance: number;
}

export interface NewAttempt {
  siteId: string;
  kind: AttemptKind;
  claimedPersonId: string | null;
  claimedExternalId: string | null;
  /** Either a decision or a problemCode. */
  decision: AttemptDecision | null;
  problemCode: string | null;
  distance: number | null;
  threshold: number | null;
  policyId: string | null;
  modelId: string;
  quality: SeenQuality | null;
  timingsMs: Record<string, number> | null;
  requestId: string;
  /** One of the two. */
  apiKeyId: string | null;
  userId: string | null;
  /** Kept encrypted, so that the decision can be recomputed. */
  probe: Probe | null;
  /** The aligned face as a picture, kept encrypted; null where the site's policy keeps none. */
  probeChip: Uint8Array | null;
  /** Nearest first. */
  candidates: readonly { personId: string; templateId: string; distance: number }[];
  /** Uploads of the caller that are used up with it. */
  uploadIds: readonly string[];
}

export interface AttemptRecord {
  id: string;
  kind: AttemptKind;
  claimedExternalId: string | null;
  decision: AttemptDecision | null;
  problemCode: string | null;
  distance: number | null;
  threshold: number | null;
  modelId: string | null;
  requestId: string | null;
  quality: SeenQuality | null;
  /** Of each stage, in milliseconds. */
  timings: Readonly<Record<string, number>> | null;
  /** Name of the API key or the user; null once the user was removed. */
  caller: string | null;
  policyVersion: number | null;
  /** Whether a picture of the face is still retained. */
  hasProbeChip: boolean;
  verdict: ReviewVerdict | null;
  /** Newest first. */
  reviews: readonly ReviewRecord[];
  createdAt: Date;
  candidates: readonly AttemptCandidate[];
}

export type ReviewVerdict = "GENUINE" | "IMPOSTOR" | "UNSURE";

export interface ReviewRecord {
  id: string;
  verdict: ReviewVerdict;
  reviewer: string | null;
  createdAt: Date;
}

/** How many attempts of one kind and outcome began in an hour. */
export interface ActivityCount {
  hour: Date;
  kind: AttemptKind;
  decision: AttemptDecision | null;
  problemCode: string | null;
  count: number;
}

/** Of the engine's stages together, over the attempts of an hour. */
export interface ActivityLatency {
  hour: Date;
  medianMs: number;
  p95Ms: number;
}

/** What a decision was taken from. */
export interface DecidedAttempt {
  kind: "VERIFY" | "IDENTIFY";
  decision: AttemptDecision;
  qualityScore: number | null;
  /** Nearest first. */
  distances: readonly number[];
}

export interface AttemptFilter {
  kind: AttemptKind | null;
  /** PROBLEM: those that came to no decision. */
  decision: AttemptDecision | "PROBLEM" | null;
  claimedExternalId: string | null;
  /** The claimed person, or one who was compared. */
  personId: string | null;
  /** What the newest review says, or that there is none. */
  review: ReviewVerdict | "NONE" | null;
  from: Date | null;
  /** Not included. */
  to: Date | null;
}

/** What is recorded uses its uploads up in one. @throws UploadGoneError when one of them is gone: nothing is recorded then */
export interface AttemptStore {
  record(attempt: NewAttempt): Promise<{ id: string }>;
  /** All or none; ids in the order given. */
  recordAll(attempts: readonly NewAttempt[]): Promise<readonly { id: string }[]>;
  /** The same, once for the idempotency key; "alreadyDone" when there is a record of it. */
  recordOnce(
    attempt: NewAttempt,
    write: IdempotentWrite<{ attemptId: string }>,
  ): Promise<{ id: string } | "alreadyDone">;
  /** Newest first. */
  list(siteId: string, filter: AttemptFilter, page: PageRequest): Promise<Page<AttemptRecord>>;
  get(siteId: string, attemptId: string): Promise<AttemptRecord | null>;
  /** What was recorded from a moment on, oldest first; at most 500. */
  since(siteId: string, from: Date): Promise<readonly AttemptRecord[]>;
  /** Null when the site has no such attempt. */
  review(
    siteId: string,
    attemptId: string,
    review: { verdict: ReviewVerdict; userId: string | null },
  ): Promise<AttemptRecord | null>;
  /** The newest that were decided by the model. */
  decided(siteId: string, modelId: string, first: number): Promise<readonly DecidedAttempt[]>;
  activity(
    siteId: string,
    since: Date,
  ): Promise<{ counts: readonly ActivityCount[]; latency: readonly ActivityLatency[] }>;
}
