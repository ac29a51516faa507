import { createHmac, hkdfSync } from "node:crypto";
import { DecryptionError, KeyError } from "./errors.js";
import { open, seal } from "./sealed-box.js";

/** Where the master key lives. It never leaves: data keys are brought to it. */
export interface KeyProvider {
  /** Names the key, derived from it: the same wherever the key is kept. Not a secret. */
  readonly keyId: string;
  /** @param dataKey 32 bytes. */
  wrap(dataKey: Uint8Array): Promise<Buffer>;
  /**
   * @param keyId of the master key that wrapped it.
   * @throws KeyError for another master key's, DecryptionError when the wrapped key was changed.
   */
  unwrap(wrapped: Uint8Array, keyId: string): Promise<Buffer>;
  /** HMAC-SHA-256 under a key of that purpose: 32 bytes, the same for the same bytes. */
  mac(purpose: string, bytes: Uint8Array): Buffer;
}

export const MASTER_KEY_BYTES = 32;

/** A provider that holds the master key in memory; `origin` says where it came from, for messages. */
export function masterKeyProvider(masterKey: Uint8Array, origin: string): KeyProvider {
  if (masterKey.length !== MASTER_KEY_BYTES) {
    throw new KeyError(`${origin} must hold ${MASTER_KEY_BYTES} bytes but holds ${masterKey.length}.`);
  }
  if (masterKey.every((byte) => byte === masterKey[0])) {
    throw new KeyError(`${origin} is one byte repeated, not a random key.`);
  }
  const derive = (info: string) => Buffer.from(hkdfSync("sha256", masterKey, "facenet/master-key", info, 32));
  const wrappingKey = derive("wrap");
  const macKey = derive("mac");
  const keyId = `mk-${derive("id").toString("hex", 0, 8)}`;
  const binding = { purpose: "data-key", ownerId: keyId, rowId: "", modelId: "" };

  return {
    keyId,
    wrap: async (dataKey) => Buffer.from(seal(wrappingKey, binding, dataKey)),
    unwrap: async (wrapped, wrappedBy) => {
      if (wrappedBy !== keyId) {
        throw new KeyError(`This was encrypted under master key ${wrappedBy}; the configured one is ${keyId}.`);
      }
      const dataKey = open(wrappingKey, binding, wrapped);
      if (dataKey.length !== 32) throw new DecryptionError("A data key has the wrong length.");
      return dataKey;
    },
    mac: (purpose, bytes) => {
      const purposeKey = createHmac("sha256", macKey).update(purpose, "utf8").digest();
      return createHmac("sha256", purposeKey).update(bytes).digest();
    },
  };
}

/** @param base64 32 bytes in base64, as `openssl rand -base64 32` prints them. */
export function environmentKeyProvider(base64: string): KeyProvider {
  const text = base64.trim();
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    throw new KeyError("The master key in the environment is not base64. Make one with: openssl rand -base64 32");
  }
  return masterKeyProvider(Buffer.from(text, "base64"), "The master key in the environment");
}
