import { createHash } from "node:crypto";

/** SHA-256 of an operation and its input; bytes count by their own digest. Keys count in the order in which they come. */
export function requestDigest(operation: string, input: object): Uint8Array {
  const text = JSON.stringify([operation, input], (_key, value: unknown) =>
    value instanceof Uint8Array ? createHash("sha256").update(value).digest("hex") : value,
  );
  return createHash("sha256").update(text).digest();
}
