import type { ApiKeyStore } from "./access.port.js";
import { bearerKey, hashApiKey } from "./api-key.js";
import type { Caller } from "./caller.js";

export class AccessService {
  constructor(
    private readonly keys: ApiKeyStore,
    private readonly now: () => Date,
  ) {}

  /** Undefined for every reason alike: the client does not learn whether a key exists, expired or was revoked. */
  async authenticate(authorization: string | undefined): Promise<Caller | undefined> {
    const key = bearerKey(authorization);
    if (key === undefined) return undefined;
    const record = await this.keys.findByHash(hashApiKey(key));
    if (record === null) return undefined;
    if (record.expiresAt !== null && record.expiresAt <= this.now()) return undefined;
    return { apiKeyId: record.id, siteId: record.siteId, scopes: new Set(record.scopes) };
  }
}
