import { CallFailedError } from "../api/client";

/** @throws CallFailedError with the code of the answer */
async function post<Answer>(path: string, body: object = {}): Promise<Answer> {
  let response: Response;
  let answer: { code?: string; message?: string; errors?: { message: string; extensions: { code: string } }[] };
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    answer = (await response.json()) ?? {};
  } catch {
    throw new CallFailedError("UNREACHABLE", "");
  }
  if (response.ok) return answer as Answer;
  const error = answer.errors?.[0];
  const code = response.status === 429 ? "TOO_MANY_TRIES" : (error?.extensions.code ?? answer.code ?? "UNKNOWN");
  throw new CallFailedError(code, error?.message ?? answer.message ?? "");
}

/** "secondFactor": the password was right, and a code is asked for. */
export async function signIn(email: string, password: string): Promise<"signedIn" | "secondFactor"> {
  const answer = await post<{ twoFactorRedirect?: boolean }>("/v1/auth/sign-in/email", { email, password });
  return answer.twoFactorRedirect === true ? "secondFactor" : "signedIn";
}

export const verifyCode = (code: string) => post("/v1/auth/two-factor/verify-totp", { code });
export const verifyBackupCode = (code: string) => post("/v1/auth/two-factor/verify-backup-code", { code });

/** Leads to the OpenID Connect provider. */
export async function signInAtProvider(next: string): Promise<void> {
  const { url } = await post<{ url: string }>("/v1/auth/sign-in/social", {
    ...{ provider: "oidc", callbackURL: next, errorCallbackURL: "/sign-in" },
  });
  window.location.assign(url);
}

export async function signOut(): Promise<void> {
  await post("/v1/auth/sign-out").catch(() => undefined);
  window.location.assign("/sign-in");
}

export interface SetUpUser {
  readonly name: string;
  readonly email: string;
}

/** Whom the link is for; null: the first owner. */
export const lookAtLink = (token: string) => post<{ user: SetUpUser | null }>("/v1/set-up/look", { token });
export const redeemLink = (token: string, password: string, owner: SetUpUser | null) =>
  post<{ email: string }>("/v1/set-up", { token, password, owner });

export const changePassword = (currentPassword: string, newPassword: string) =>
  post("/v1/auth/change-password", { currentPassword, newPassword, revokeOtherSessions: true });

/** The secret as a link for an authenticator app, and codes for when the app is lost. */
export const beginSecondFactor = (password: string) =>
  post<{ totpURI: string; backupCodes: string[] }>("/v1/auth/two-factor/enable", { password });
export const endSecondFactor = (password: string) => post("/v1/auth/two-factor/disable", { password });

export const signOutElsewhere = () => post("/v1/auth/revoke-other-sessions");
export async function signOutEverywhere(): Promise<void> {
  await post("/v1/auth/revoke-sessions");
  window.location.assign("/sign-in");
}

export interface OpenSession {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly userAgent?: string | null;
}

export async function openSessions(): Promise<OpenSession[]> {
  const response = await fetch("/v1/auth/list-sessions");
  if (!response.ok) throw new CallFailedError(response.status === 401 ? "UNAUTHENTICATED" : "UNKNOWN", "");
  return response.json();
}
