import { randomBytes } from "node:crypto";
import type { KeyProvider } from "./key-provider.js";
import { type Binding, open, seal } from "./sealed-box.js";

/** A data key as it is stored: wrapped, with the name of the master key that wrapped it. */
export interface WrappedDataKey {
  readonly wrappedDataKey: Uint8Array<ArrayBuffer>;
  readonly masterKeyId: string;
}

/** Seals and opens with one data key. Where a sealed value belongs is part of it. */
export interface DataKey {
  seal(binding: Binding, plain: Uint8Array): Uint8Array<ArrayBuffer>;
  open(binding: Binding, box: Uint8Array): Buffer;
}

/** Hands out data keys; one for each person, attempt and upload. */
export interface Vault {
  newDataKey(): Promise<{ readonly key: DataKey; readonly wrapped: WrappedDataKey }>;
  openDataKey(wrapped: { wrappedDataKey: Uint8Array; masterKeyId: string }): Promise<DataKey>;
  mac(purpose: string, bytes: Uint8Array): Uint8Array<ArrayBuffer>;
}

const DATA_KEY_BYTES = 32;

export function createVault(provider: KeyProvider): Vault {
  const dataKey = (bytes: Uint8Array): DataKey => ({
    seal: (binding, plain) => seal(bytes, binding, plain),
    open: (binding, box) => open(bytes, binding, box),
  });
  return {
    newDataKey: async () => {
      const bytes = randomBytes(DATA_KEY_BYTES);
      const wrappedDataKey = new Uint8Array(await provider.wrap(bytes));
      return { key: dataKey(bytes), wrapped: { wrappedDataKey, masterKeyId: provider.keyId } };
    },
    openDataKey: async ({ wrappedDataKey, masterKeyId }) => dataKey(await provider.unwrap(wrappedDataKey, masterKeyId)),
    mac: (purpose, bytes) => new Uint8Array(provider.mac(purpose, bytes)),
  };
}
