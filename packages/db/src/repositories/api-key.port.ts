import type { Optional } from "./page.js";

export const API_KEY_SCOPES = ["enroll", "verify", "identify", "manage"] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export interface NewApiKey {
  /** At least one. */
  readonly siteIds: readonly string[];
  readonly name: string;
  /** SHA-256 of the whole key, in lower-case hexadecimal. */
  readonly keyHash: string;
  /** Last four characters of the key. */
  readonly hint: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt?: Optional<Date>;
  /** Who makes it, for people to read. */
  readonly author?: Optional<string>;
}

export interface ApiKeyRecord {
  readonly id: string;
  /** In the order of the ids. */
  readonly siteIds: readonly string[];
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly author: string | null;
}

export interface ApiKeyRepository {
  create(input: NewApiKey): Promise<ApiKeyRecord>;
  /** Null for an unknown, a revoked and an expired key alike. */
  findByHash(keyHash: string): Promise<ApiKeyRecord | null>;
  /** Those that may be used in any of the sites, newest first, revoked and expired ones included. */
  list(siteIds: readonly string[]): Promise<ApiKeyRecord[]>;
  get(keyId: string): Promise<ApiKeyRecord | null>;
  /**
   * A new key in place of another: with its sites, name and scopes. The old one ends at `oldExpiresAt`, or when it would
   * have ended anyway. Null when there is no such usable key.
   */
  rotate(
    keyId: string,
    input: Pick<NewApiKey, "keyHash" | "hint" | "expiresAt" | "author"> & { readonly oldExpiresAt: Date },
  ): Promise<{ readonly made: ApiKeyRecord; readonly replaced: ApiKeyRecord } | null>;
  /** At once and for good. Null for an unknown key; one that was revoked before stays so since then. */
  revoke(keyId: string): Promise<ApiKeyRecord | null>;
  /** Notes that keys were used, at most to the minute. */
  touch(keyIds: readonly string[]): Promise<void>;
  /** All keys that were ever made, usable or not. */
  count(): Promise<number>;
}
