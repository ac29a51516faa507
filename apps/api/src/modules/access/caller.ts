export const SCOPES = ["enroll", "verify", "identify", "manage"] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is asking. Every key belongs to one site and sees that site only. */
export interface Caller {
  readonly apiKeyId: string;
  readonly siteId: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** A caller together with the request that it makes. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}
