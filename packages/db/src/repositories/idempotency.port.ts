import type { JsonObject } from "../client/json.js";

/** A call that is to be done once, however often it is sent. */
export interface IdempotentCall {
  readonly callerId: string;
  /** As the client chose it; unique for each caller. */
  readonly key: string;
  /** SHA-256 (32 bytes) of all that was asked for; only an HMAC of it is stored. */
  readonly requestDigest: Uint8Array;
}

/** Given to a write, which then leaves a record in its own transaction. */
export interface IdempotentWrite<Written> extends IdempotentCall {
  /** Until then the same call is answered from the record. */
  readonly expiresAt: Date;
  /** What to answer again, from what was written. No names: the record outlives their erasure. */
  readonly outcome: (written: Written) => JsonObject;
}

export type EarlierCall =
  | { readonly kind: "none" }
  /** The key was used for something else. */
  | { readonly kind: "otherRequest" }
  /** `outcome` is null when the person was erased since; `personId` also where the call was about nobody. */
  | { readonly kind: "done"; readonly outcome: JsonObject | null; readonly personId: string | null };

export interface IdempotencyRepository {
  find(call: IdempotentCall): Promise<EarlierCall>;
  /** Deletes what has expired; returns how many. */
  sweepExpired(): Promise<number>;
}
