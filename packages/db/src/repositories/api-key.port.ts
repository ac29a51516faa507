import type { Optional } from "./page.js";

export const API_KEY_SCOPES = ["enroll", "verify", "identify", "manage"] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export interface NewApiKey {
  readonly siteId: string;
  readonly name: string;
  /** SHA-256 of the whole key, in lower-case hexadecimal. */
  readonly keyHash: string;
  /** Last four characters of the key. */
  readonly hint: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt?: Optional<Date>;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export interface ApiKeyRepository {
  create(input: NewApiKey): Promise<ApiKeyRecord>;
  /** Null for an unknown, a revoked and an expired key alike. */
  findByHash(keyHash: string): Promise<ApiKeyRecord | null>;
  /** All keys that were ever made, usable or not. */
  count(): Promise<number>;
}
