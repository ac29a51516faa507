export interface UploadRepository {
  /** Returns the id under which the same API key can take it, once, before `expiresAt`. */
  save(input: { readonly apiKeyId: string; readonly data: Uint8Array; readonly expiresAt: Date }): Promise<string>;
  /** The bytes, which stay until they are taken; null when unknown, taken, expired or another key's. */
  read(apiKeyId: string, uploadId: string): Promise<Uint8Array | null>;
  /** Forgets the bytes. True for one caller alone, however many there are at once. */
  take(apiKeyId: string, uploadId: string): Promise<boolean>;
  /** What the API key could take now. `nextExpiry` is null when there is nothing. */
  waiting(
    apiKeyId: string,
  ): Promise<{ readonly count: number; readonly bytes: number; readonly nextExpiry: Date | null }>;
  /** Deletes what has expired; returns how many. */
  sweepExpired(): Promise<number>;
}
