import type { Role } from "../access/caller.js";

export interface RoleAssignment {
  role: Role;
  /** Null: in all sites. */
  siteId: string | null;
}

export interface UserRecord {
  id: string;
  name: string;
  email: string;
  twoFactorEnabled: boolean;
  /** Has a password, or signed in by single sign-on before. */
  hasSignIn: boolean;
  lastSeenAt: Date | null;
  createdAt: Date;
  roles: readonly RoleAssignment[];
}

/** A link that lets its bearer choose a password; known by the SHA-256 of its token, in hex. */
export interface NewLink {
  tokenHash: string;
  expiresAt: Date;
}

export interface UserStore {
  list(): Promise<readonly UserRecord[]>;
  get(userId: string): Promise<UserRecord | null>;
  hasOwner(): Promise<boolean>;
  invite(user: {
    name: string;
    email: string;
    roles: readonly RoleAssignment[];
    link: NewLink;
  }): Promise<{ kind: "invited"; user: UserRecord } | { kind: "duplicateEmail" }>;
  /** In place of earlier links; `userId` null: for the first owner. False for an unknown user. */
  replaceLink(userId: string | null, link: NewLink): Promise<boolean>;
  /** Null when it is unknown, used or expired; `user` null: for the first owner. */
  findLink(tokenHash: string): Promise<{ user: { name: string; email: string } | null } | null>;
  /** Uses the link up and ends every session of its user. Null when it is no longer good. */
  useLink(
    tokenHash: string,
    input: { passwordHash: string; owner: { name: string; email: string } | null },
  ): Promise<{ userId: string; email: string } | null>;
  setRoles(
    userId: string,
    roles: readonly RoleAssignment[],
  ): Promise<{ kind: "set"; user: UserRecord } | { kind: "notFound" } | { kind: "lastOwner" }>;
  remove(userId: string): Promise<{ kind: "removed" } | { kind: "notFound" } | { kind: "lastOwner" }>;
}
