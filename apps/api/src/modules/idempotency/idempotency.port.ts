/** A call that is to be done once, however often it is sent. */
export interface IdempotentCall {
  readonly callerId: string;
  /** As the client chose it. */
  readonly key: string;
  /** SHA-256 of all that was asked for. */
  readonly requestDigest: Uint8Array;
}

/** What makes a write leave a record of itself, in its own transaction. */
export interface WriteTicket extends IdempotentCall {
  readonly expiresAt: Date;
}

/** What a call is answered from when it comes again: plain JSON, without names. */
export type Remembered = Readonly<Record<string, unknown>>;

/** A ticket together with what to remember of that which was written. */
export type IdempotentWrite<Written> = WriteTicket & { readonly remember: (written: Written) => Remembered };

export type EarlierCall =
  | { readonly kind: "none" }
  /** The key was used for something else. */
  | { readonly kind: "otherRequest" }
  /** `remembered` is null when the person was erased since; `personId` also where the call was about nobody. */
  | { readonly kind: "done"; readonly remembered: Remembered | null; readonly personId: string | null };

export interface IdempotencyStore {
  find(call: IdempotentCall): Promise<EarlierCall>;
}
