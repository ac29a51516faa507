import type { Optional } from "./page.js";

export const USER_ROLES = ["OWNER", "ADMIN", "REVIEWER", "AUDITOR"] as const;
export type UserRole = (typeof USER_ROLES)[number];

export interface RoleRecord {
  readonly role: UserRole;
  /** Null: in all sites. Owners are always that. */
  readonly siteId: string | null;
}

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly twoFactorEnabled: boolean;
  /** Has a way in: a password, or an identity at the OpenID Connect provider. */
  readonly hasSignIn: boolean;
  /** Of the newest session; null when there is none. */
  readonly lastSeenAt: Date | null;
  readonly createdAt: Date;
  readonly roles: readonly RoleRecord[];
}

/** A token is known by its SHA-256 in lower-case hexadecimal; it is stored nowhere. */
export interface NewLink {
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

export interface UserRepository {
  /** In the order in which they were made. */
  list(): Promise<UserRecord[]>;
  get(userId: string): Promise<UserRecord | null>;
  roles(userId: string): Promise<RoleRecord[]>;
  hasOwner(): Promise<boolean>;
  /** A user without a way in but the link. Email addresses are compared in lower case. */
  invite(input: {
    readonly name: string;
    readonly email: string;
    readonly roles: readonly RoleRecord[];
    readonly link: NewLink;
  }): Promise<{ kind: "invited"; user: UserRecord } | { kind: "duplicateEmail" }>;
  /** In place of the links that there were for the user; null: for the first owner. False for an unknown user. */
  replaceLink(userId: string | null, link: NewLink): Promise<boolean>;
  /** Whom the link is for; null when it is unknown, used or expired. `user` null: for the first owner. */
  findLink(tokenHash: string): Promise<{ readonly user: Pick<UserRecord, "name" | "email"> | null } | null>;
  /**
   * Uses the link up and sets the password. `owner` is who the first owner is to be, where the link is for that. Every
   * session of the user ends. Null when the link is unknown, used, expired, or for a first owner and there is one.
   */
  useLink(
    tokenHash: string,
    input: { readonly passwordHash: string; readonly owner?: Optional<{ name: string; email: string }> },
  ): Promise<{ readonly userId: string; readonly email: string } | null>;
  /** In place of those that the user had. The last owner stays one. */
  setRoles(
    userId: string,
    roles: readonly RoleRecord[],
  ): Promise<{ kind: "set"; user: UserRecord } | { kind: "notFound" } | { kind: "lastOwner" }>;
  /** With sessions and roles. What they did stays, by their number. */
  remove(userId: string): Promise<{ kind: "removed" } | { kind: "notFound" } | { kind: "lastOwner" }>;
  /** Deletes links and sessions that have expired, and sessions that began before `since`; returns how many. */
  sweepExpired(since: Date): Promise<number>;
}
