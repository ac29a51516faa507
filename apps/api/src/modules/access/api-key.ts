import { createHash } from "node:crypto";

const PREFIX = "fnk_";

/** SHA-256 in hex. Only this is stored. A plain hash is enough: a key holds 32 random bytes, so there is nothing to guess. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("hex");
}

/** `fnk_` + 8 characters that name the key + 32 random bytes. Randomness is an argument. */
export function generateApiKey(random: (size: number) => Buffer): string {
  return `${PREFIX}${random(6).toString("base64url")}_${random(32).toString("base64url")}`;
}

/** Last four characters, so that people can tell keys apart. */
export function hintOf(key: string): string {
  return key.slice(-4);
}

/** `Authorization: Bearer KEY` -> KEY; undefined when the header is missing or of another kind. */
export function bearerKey(header: string | undefined): string | undefined {
  return /^Bearer +([\x21-\x7e]{1,256})$/i.exec(header ?? "")?.[1];
}
