import type { FaceQuality } from "facenet-core";
import type { IdempotentWrite } from "../idempotency/idempotency.port.js";
import type { Page, PageRequest } from "../paging/page.js";
import type { Probe } from "../photos/photos.port.js";

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
  quality: FaceQuality | null;
  timingsMs: Record<string, number> | null;
  requestId: string;
  apiKeyId: string;
  /** Kept encrypted, so that the decision can be recomputed. */
  probe: Probe | null;
  /** Nearest first. */
  candidates: readonly { personId: string; templateId: string; distance: number }[];
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
  createdAt: Date;
  candidates: readonly AttemptCandidate[];
}

export interface AttemptFilter {
  kind: AttemptKind | null;
  decision: AttemptDecision | null;
}

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
}
