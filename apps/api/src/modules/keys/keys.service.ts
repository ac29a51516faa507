import { generateApiKey, hashApiKey, hintOf } from "../access/api-key.js";
import type { Call, Caller, Scope } from "../access/caller.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import { isWithin, siteOf } from "../sites/sites.service.js";
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
    const site = siteId === null ? null : siteOf(caller, siteId);
    if (site?.ok === false) return site;
    const keys = await this.parts.keys.list(site === null ? [...caller.siteIds] : [site.value]);
    return succeeded(keys.map((key) => seenBy(caller, key)));
  }

  create(
    command: { siteIds: readonly string[]; name: string; scopes: readonly Scope[]; expiresInDays: number | null },
    { caller }: Call,
  ): Promise<Result<MadeKey>> {
    return guarded(async () => {
      const { siteIds, name, scopes } = command;
      for (const siteId of siteIds) {
        const site = siteOf(caller, siteId);
        if (!site.ok) return site;
      }
      const { secret, ...made } = this.makeSecret(caller, command.expiresInDays);
      return succeeded({ key: await this.parts.keys.create({ siteIds, name, scopes, ...made }), secret });
    });
  }

  /** A new key beside the old one, which goes on for some time so that programs can change over. */
  rotate(
    command: { keyId: string; overlapHours: number; expiresInDays: number | null },
    { caller }: Call,
  ): Promise<Result<MadeKey & { replaced: KeyRecord }>> {
    return guarded(async () => {
      const known = await this.ofCaller(caller, command.keyId);
      if (!known.ok) return known;
      const { secret, ...made } = this.makeSecret(caller, command.expiresInDays);
      const oldExpiresAt = new Date(this.parts.now().getTime() + command.overlapHours * HOUR_MS);
      const rotated = await this.parts.keys.rotate(known.value.id, { ...made, oldExpiresAt });
      if (rotated === null) return failed({ kind: "apiKeyNotFound" });
      return succeeded({ key: rotated.made, replaced: rotated.replaced, secret });
    });
  }

  revoke(keyId: string, { caller }: Call): Promise<Result<KeyRecord>> {
    return guarded(async () => {
      const known = await this.ofCaller(caller, keyId);
      if (!known.ok) return known;
      const revoked = await this.parts.keys.revoke(known.value.id);
      return revoked === null ? failed({ kind: "apiKeyNotFound" }) : succeeded(revoked);
    });
  }

  /** A key of other sites only and one that does not exist look alike. */
  private async ofCaller(caller: Caller, keyId: string): Promise<Result<KeyRecord>> {
    const key = await this.parts.keys.get(keyId);
    if (key === null || seenBy(caller, key).siteIds.length === 0) return failed({ kind: "apiKeyNotFound" });
    return isWithin(caller, key.siteIds) ? succeeded(key) : failed({ kind: "alsoInOtherSites" });
  }

  private makeSecret({ name: author }: Caller, expiresInDays: number | null) {
    const secret = generateApiKey(this.parts.random);
    const expiresAt = expiresInDays === null ? null : new Date(this.parts.now().getTime() + expiresInDays * DAY_MS);
    return { secret, keyHash: hashApiKey(secret), hint: hintOf(secret), author, expiresAt };
  }
}

/** Which other sites a key belongs to is not for who looks after one of them. */
function seenBy(caller: Caller, key: KeyRecord): KeyRecord {
  return { ...key, siteIds: key.siteIds.filter((siteId) => caller.siteIds.has(siteId)) };
}
