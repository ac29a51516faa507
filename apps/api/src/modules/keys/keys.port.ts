import type { Scope } from "../access/caller.js";

export interface KeyRecord {
  id: string;
  siteIds: readonly string[];
  name: string;
  /** Last four characters. */
  hint: string;
  scopes: readonly Scope[];
  author: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
}

export interface NewKey {
  keyHash: string;
  hint: string;
  author: string;
  expiresAt: Date | null;
}

export interface KeyStore {
  /** Of any of the sites, newest first, those that are no longer in use included. */
  list(siteIds: readonly string[]): Promise<readonly KeyRecord[]>;
  get(keyId: string): Promise<KeyRecord | null>;
  create(key: NewKey & { siteIds: readonly string[]; name: string; scopes: readonly Scope[] }): Promise<KeyRecord>;
  /** Null when there is no such usable key. */
  rotate(keyId: string, key: NewKey & { oldExpiresAt: Date }): Promise<{ made: KeyRecord; replaced: KeyRecord } | null>;
  /** Null for an unknown key. */
  revoke(keyId: string): Promise<KeyRecord | null>;
}
