import type { ApiKeyRecord, ApiKeyStore } from "./access.port.js";
import { bearerKey, hashApiKey } from "./api-key.js";
import type { Caller } from "./caller.js";

/**
 * For so long a key that was found is not looked up again: under load that is most of what the database is asked. A key
 * that is revoked works until then.
 */
const REMEMBERED_MS = 1_000;
const MOST_REMEMBERED = 1_000;

export class AccessService {
  private readonly remembered = new Map<string, { record: ApiKeyRecord; untilMs: number }>();

  constructor(
    private readonly keys: ApiKeyStore,
    private readonly now: () => Date,
  ) {}

  /** Undefined for every reason alike: the client does not learn whether a key exists, expired or was revoked. */
  async authenticate(authorization: string | undefined): Promise<Caller | undefined> {
    const key = bearerKey(authorization);
    if (key === undefined) return undefined;
    const record = await this.find(hashApiKey(key));
    if (record === null) return undefined;
    if (record.expiresAt !== null && record.expiresAt <= this.now()) return undefined;
    return { apiKeyId: record.id, siteId: record.siteId, scopes: new Set(record.scopes) };
  }

  private async find(keyHash: string): Promise<ApiKeyRecord | null> {
    const nowMs = this.now().getTime();
    const known = this.remembered.get(keyHash);
    if (known !== undefined && nowMs < known.untilMs) return known.record;
    this.remembered.delete(keyHash);
    const record = await this.keys.findByHash(keyHash);
    if (record === null) return null;
    // Keys come in the order in which they were remembered: the first is the oldest.
    const [oldest] = this.remembered.keys();
    if (oldest !== undefined && this.remembered.size >= MOST_REMEMBERED) this.remembered.delete(oldest);
    this.remembered.set(keyHash, { record, untilMs: nowMs + REMEMBERED_MS });
    return record;
  }
}
