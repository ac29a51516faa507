import { generateApiKey, hashApiKey, hintOf } from "../access/api-key.js";
import type { Call, Caller, Scope } from "../access/caller.js";
import { guarded } from "../problems/database-unavailable.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import { siteOf } from "../sites/sites.service.js";
import type { KeyRecord, KeyStore } from "./keys.port.js";

/** A key as it is made; the secret is known at this moment only. */
export interface MadeKey {
  key: KeyRecord;
  secret: string;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

export class KeysService {
  constructor(private readonly parts: { keys: KeyStore; random: (size: number) => Buffer; now: () => Date }) {}

  async list(caller: Caller, siteId: string | null): Promise<Result<readonly KeyRecord[]>> {
    if (siteId === null) return succeeded(await this.parts.keys.list([...caller.siteIds]));
    const site = siteOf(caller, siteId);
    return site.ok ? succeeded(await this.parts.keys.list([site.value])) : site;
  }

  create(
    command: { siteId: string; name: string; scopes: readonly Scope[]; expiresInDays: number | null },
    { caller }: Call,
  ): Promise<Result<MadeKey>> {
    return guarded(async () => {
      const site = siteOf(caller, command.siteId);
      if (!site.ok) return site;
      const { secret, ...made } = this.makeSecret(caller, command.expiresInDays);
      const { name, scopes } = command;
      return succeeded({ key: await this.parts.keys.create({ siteId: site.value, name, scopes, ...made }), secret });
    });
  }

  /** A new key beside the old one, which goes on for some time so that programs can change over. */
  rotate(
    command: { keyId: string; overlapHours: number; expiresInDays: number | null },
    { caller }: Call,
  ): Promise<Result<MadeKey & { replaced: KeyRecord }>> {
    return guarded(async () => {
      const known = await this.ofCaller(caller, command.keyId);
      if (known === null) return failed({ kind: "apiKeyNotFound" });
      const { secret, ...made } = this.makeSecret(caller, command.expiresInDays);
      const oldExpiresAt = new Date(this.parts.now().getTime() + command.overlapHours * HOUR_MS);
      const rotated = await this.parts.keys.rotate(known.id, { ...made, oldExpiresAt });
      if (rotated === null) return failed({ kind: "apiKeyNotFound" });
      return succeeded({ key: rotated.made, replaced: rotated.replaced, secret });
    });
  }

  revoke(keyId: string, { caller }: Call): Promise<Result<KeyRecord>> {
    return guarded(async () => {
      const known = await this.ofCaller(caller, keyId);
      const revoked = known && (await this.parts.keys.revoke(known.id));
      return revoked === null ? failed({ kind: "apiKeyNotFound" }) : succeeded(revoked);
    });
  }

  /** A key of another site and one that does not exist look alike. */
  private async ofCaller(caller: Caller, keyId: string): Promise<KeyRecord | null> {
    const key = await this.parts.keys.get(keyId);
    return key !== null && caller.siteIds.has(key.siteId) ? key : null;
  }

  private makeSecret({ name: author }: Caller, expiresInDays: number | null) {
    const secret = generateApiKey(this.parts.random);
    const expiresAt = expiresInDays === null ? null : new Date(this.parts.now().getTime() + expiresInDays * DAY_MS);
    return { secret, keyHash: hashApiKey(secret), hint: hintOf(secret), author, expiresAt };
  }
}
