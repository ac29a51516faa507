import type { KeyFieldsFragment } from "../generated/graphql";

export type KeyState = "active" | "expiresSoon" | "expired" | "revoked";

const SOON_MS = 7 * 24 * 3_600_000;

export function stateOf(
  { expiresAt, revokedAt }: Pick<KeyFieldsFragment, "expiresAt" | "revokedAt">,
  now = Date.now(),
): KeyState {
  if (revokedAt) return "revoked";
  if (!expiresAt) return "active";
  const left = new Date(expiresAt).getTime() - now;
  if (left <= 0) return "expired";
  return left < SOON_MS ? "expiresSoon" : "active";
}

export const isInUse = (state: KeyState) => state === "active" || state === "expiresSoon";
