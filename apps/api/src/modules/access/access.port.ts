import type { Scope } from "./caller.js";

export interface ApiKeyRecord {
  id: string;
  siteId: string;
  scopes: readonly Scope[];
  expiresAt: Date | null;
}

export interface ApiKeyStore {
  /** @param keyHash SHA-256 of the whole key, in hex. Answers null for a revoked key. */
  findByHash(keyHash: string): Promise<ApiKeyRecord | null>;
}
