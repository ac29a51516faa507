import type { ApiKeyRecord, ApiKeyStore, RoleStore, SignIn } from "./access.port.js";
import { bearerKey, hashApiKey } from "./api-key.js";
import type { KeyPrincipal, Principal, Role, UserPrincipal } from "./caller.js";

/**
 * For so long a key that was found is not looked up again: under load that is most of what the database is asked. A key
 * that is revoked works until then.
 */
const REMEMBERED_MS = 1_000;
const MOST_REMEMBERED = 1_000;
const MINUTE_MS = 60_000;

export type Authentication =
  | { readonly kind: "known"; readonly principal: Principal; readonly setCookies: readonly string[] }
  /** For every reason alike: the client does not learn whether a key exists, expired or was revoked. */
  | { readonly kind: "unknown" };

const UNKNOWN: Authentication = { kind: "unknown" };

export interface AccessParts {
  keys: ApiKeyStore;
  roles: RoleStore;
  signIn: SignIn;
  now: () => Date;
  /** Told of what is not worth failing a call for. */
  onProblem: (error: unknown) => void;
}

/** Finds out who is asking: a program by its key, or a person by the cookie of their session. */
export class AccessService {
  private readonly remembered = new Map<string, { record: ApiKeyRecord; untilMs: number }>();
  private readonly used = new Set<string>();
  private usedSinceMs = 0;

  constructor(private readonly parts: AccessParts) {}

  async authenticate(headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined }) {
    const { authorization, cookie } = headers;
    if (authorization !== undefined) return this.byKey(authorization);
    return cookie === undefined ? UNKNOWN : this.bySession(cookie);
  }

  private async byKey(authorization: string): Promise<Authentication> {
    const key = bearerKey(authorization);
    if (key === undefined) return UNKNOWN;
    const record = await this.find(hashApiKey(key));
    if (record === null) return UNKNOWN;
    if (record.expiresAt !== null && record.expiresAt <= this.parts.now()) return UNKNOWN;
    this.noteUse(record.id);
    const principal: KeyPrincipal = {
      ...{ kind: "apiKey", id: record.id, siteIds: new Set(record.siteIds), scopes: new Set(record.scopes) },
    };
    return { kind: "known", principal, setCookies: [] };
  }

  private async bySession(cookie: string): Promise<Authentication> {
    const session = await this.parts.signIn.session(cookie);
    if (session === null) return UNKNOWN;
    const { userId, name, email, setCookies } = session;
    const [assignments, siteIds] = await Promise.all([
      this.parts.roles.assignments(userId),
      this.parts.roles.allSiteIds(),
    ]);
    const everywhere = new Set<Role>(assignments.flatMap(({ role, siteId }) => (siteId === null ? [role] : [])));
    const bySite = new Map<string, ReadonlySet<Role>>();
    for (const siteId of siteIds) {
      const here = assignments.flatMap((assignment) => (assignment.siteId === siteId ? [assignment.role] : []));
      const roles = new Set([...everywhere, ...here]);
      if (roles.size > 0) bySite.set(siteId, roles);
    }
    const principal: UserPrincipal = { kind: "user", id: userId, name, email, everywhere, bySite };
    return { kind: "known", principal, setCookies };
  }

  private async find(keyHash: string): Promise<ApiKeyRecord | null> {
    const nowMs = this.parts.now().getTime();
    const known = this.remembered.get(keyHash);
    if (known !== undefined && nowMs < known.untilMs) return known.record;
    this.remembered.delete(keyHash);
    const record = await this.parts.keys.findByHash(keyHash);
    if (record === null) return null;
    // Keys come in the order in which they were remembered: the first is the oldest.
    const [oldest] = this.remembered.keys();
    if (oldest !== undefined && this.remembered.size >= MOST_REMEMBERED) this.remembered.delete(oldest);
    this.remembered.set(keyHash, { record, untilMs: nowMs + REMEMBERED_MS });
    return record;
  }

  /** When a key was last used is known to the minute, so that it costs one write a minute. */
  private noteUse(keyId: string): void {
    const nowMs = this.parts.now().getTime();
    if (nowMs - this.usedSinceMs >= MINUTE_MS) {
      this.usedSinceMs = nowMs;
      this.used.clear();
    }
    if (this.used.has(keyId)) return;
    this.used.add(keyId);
    this.parts.keys.touch([keyId]).catch((error: unknown) => {
      this.used.delete(keyId);
      this.parts.onProblem(error);
    });
  }
}
