import { createHash } from "node:crypto";

const TOKEN_BYTES = 32;
export const INVITATION_HOURS = 72;

/** The token stands behind #, which browsers send to nobody: it is in no log and no Referer. */
export function makeLink(
  publicUrl: string,
  random: (size: number) => Buffer,
  now: Date,
): { url: string; link: { tokenHash: string; expiresAt: Date } } {
  const token = random(TOKEN_BYTES).toString("base64url");
  const expiresAt = new Date(now.getTime() + INVITATION_HOURS * 3_600_000);
  return { url: `${publicUrl}/set-up#${token}`, link: { tokenHash: hashToken(token), expiresAt } };
}

/** SHA-256 in hex: there is nothing to guess in 32 random bytes. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
