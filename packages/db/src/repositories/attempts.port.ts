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
  readonly probeVector?: Optional<Float32Array>;
  readonly probeChip?: Optional<Uint8Array>;
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
  /** Whether the probe embedding is still retained, and with it the way to compute the decision anew. */
  readonly hasProbeVector: boolean;
  readonly hasProbeChip: boolean;
  readonly createdAt: Date;
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
  list(
    siteId: string,
    request: PageRequest & { readonly kind?: Optional<AttemptKind>; readonly decision?: Optional<AttemptDecision> },
  ): Promise<Page<AttemptRecord>>;
  get(siteId: string, attemptId: string): Promise<AttemptRecord | null>;
  /** The retained probe; null parts were not kept or were erased. Null when the site has no such attempt. */
  probe(siteId: string, attemptId: string): Promise<AttemptProbe | null>;
}

export interface AttemptProbe {
  readonly vector: Float32Array | null;
  readonly chip: Uint8Array | null;
}
