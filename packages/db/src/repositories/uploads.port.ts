export interface UploadRepository {
  /** Returns the id under which the same caller can take it, once, before `expiresAt`. */
  save(input: { readonly callerId: string; readonly data: Uint8Array; readonly expiresAt: Date }): Promise<string>;
  /** The bytes, which stay until they are taken; null when unknown, taken, expired or another caller's. */
  read(callerId: string, uploadId: string): Promise<Uint8Array | null>;
  /** Forgets the bytes. True for one caller alone, however many there are at once. */
  take(callerId: string, uploadId: string): Promise<boolean>;
  /** What the caller could take now. `nextExpiry` is null when there is nothing. */
  waiting(
    callerId: string,
  ): Promise<{ readonly count: number; readonly bytes: number; readonly nextExpiry: Date | null }>;
  /** Deletes what has expired; returns how many. */
  sweepExpired(): Promise<number>;
}
