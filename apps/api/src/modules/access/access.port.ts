import type { Role, Scope } from "./caller.js";

export interface ApiKeyRecord {
  id: string;
  siteIds: readonly string[];
  scopes: readonly Scope[];
  expiresAt: Date | null;
}

export interface ApiKeyStore {
  /** @param keyHash SHA-256 of the whole key, in hex. Answers null for a revoked key. */
  findByHash(keyHash: string): Promise<ApiKeyRecord | null>;
  /** Notes that keys are used. */
  touch(keyIds: readonly string[]): Promise<void>;
}

export interface RoleStore {
  /** `siteId` null: in all sites. */
  assignments(userId: string): Promise<readonly { role: Role; siteId: string | null }[]>;
  allSiteIds(): Promise<readonly string[]>;
}

export interface SignedIn {
  userId: string;
  name: string;
  email: string;
  /** Headers that keep the session going, to be sent with the answer. */
  setCookies: readonly string[];
}

/** Sessions of people. */
export interface SignIn {
  /** @param cookie the request's Cookie header. Null when nobody is signed in, or is no longer. */
  session(cookie: string): Promise<SignedIn | null>;
}
