export const SCOPES = ["enroll", "verify", "identify", "manage"] as const;
export type Scope = (typeof SCOPES)[number];

export const ROLES = ["OWNER", "ADMIN", "REVIEWER", "AUDITOR"] as const;
export type Role = (typeof ROLES)[number];

/** A program: its key sees its sites only, and may do the same in all of them. */
export interface KeyPrincipal {
  readonly kind: "apiKey";
  readonly id: string;
  readonly siteIds: ReadonlySet<string>;
  readonly scopes: ReadonlySet<Scope>;
}

/** A person who signed in to the console. */
export interface UserPrincipal {
  readonly kind: "user";
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Held in every site, those that are made later included. */
  readonly everywhere: ReadonlySet<Role>;
  /** Every site where the user has any role, with all of them; those held everywhere included. */
  readonly bySite: ReadonlyMap<string, ReadonlySet<Role>>;
}

/** Who is asking. */
export type Principal = KeyPrincipal | UserPrincipal;

/** Who is asking, where they may do what they ask for: see {@link permit}. */
export interface Caller {
  readonly kind: Principal["kind"];
  /** Of the API key or the user. */
  readonly id: string;
  /** For people to read. */
  readonly name: string;
  readonly siteIds: ReadonlySet<string>;
  /** The site that is meant when none is named; null when that is not clear. */
  readonly defaultSiteId: string | null;
  /** Whether everybody near is shown, or only whom a decision is about. */
  readonly seesEveryCandidate: boolean;
}

/** A principal together with the request that it makes. */
export interface Request {
  readonly principal: Principal;
  readonly requestId: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** A request for one field that its principal may use. */
export interface Call extends Request {
  readonly caller: Caller;
}

/** By whom an attempt was made. */
export function attributionOf({ kind, id }: Caller): { apiKeyId: string | null; userId: string | null } {
  return kind === "apiKey" ? { apiKeyId: id, userId: null } : { apiKeyId: null, userId: id };
}
