import { createHash } from "node:crypto";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { hashPassword } from "better-auth/crypto";
import { betterAuth } from "better-auth/minimal";
import { genericOAuth, twoFactor } from "better-auth/plugins";
import { type Database, DatabaseUnavailableError as DbUnavailableError } from "facenet-db";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { SignIn } from "../modules/access/index.js";
import { DatabaseUnavailableError } from "../modules/problems/index.js";
import { translated } from "./translated.js";

/** Where better-auth answers, below the origin of the console. */
export const AUTH_PATH = "/v1/auth";
/** Set by the server itself, in place of whatever a client sends. */
export const CLIENT_ADDRESS_HEADER = "x-facenet-client-address";
export const OIDC_PROVIDER = "oidc";
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

const SIGN_IN_PATH = "/sign-in/email";
/** Guesses at one account, whoever makes them. */
const GUESSES = { points: 10, duration: 15 * 60 } as const;
/** How stale the end of a session may be: it moves on at most this often. */
const UPDATE_AGE_S = 60;

/** What the product offers another way, or not at all. */
const CLOSED_PATHS = [
  ...["/sign-up/email", "/change-email", "/delete-user", "/delete-user/callback", "/request-password-reset"],
  ...["/reset-password", "/send-verification-email", "/verify-email", "/link-social", "/unlink-account"],
  ...["/get-access-token", "/refresh-token", "/account-info", "/two-factor/send-otp", "/two-factor/verify-otp"],
];

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface SignInOptions {
  /** Origin of the console, as browsers see it. */
  readonly publicUrl: string;
  readonly idleMinutes: number;
  readonly maxHours: number;
  readonly perMinute: number;
  readonly oidc: OidcSettings | undefined;
  readonly now?: () => Date;
}

export interface SignInServer extends SignIn {
  /** Answers everything below {@link AUTH_PATH}. */
  handle(request: Request): Promise<Response>;
  hashPassword(password: string): Promise<string>;
}

/** People's sessions, passwords and second factors, all of them better-auth's. */
export function createSignIn(db: Pick<Database, "signInStorage" | "secretFor">, options: SignInOptions): SignInServer {
  const { publicUrl, idleMinutes, maxHours, perMinute, oidc, now = () => new Date() } = options;
  const guesses = new RateLimiterMemory(GUESSES);
  const isOver = (createdAt: Date) => now().getTime() - createdAt.getTime() >= maxHours * 3_600_000;

  const auth = betterAuth({
    appName: "Facenet",
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret: db.secretFor("sessions of the console").toString("base64url"),
    database: db.signInStorage,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      revokeSessionsOnPasswordReset: true,
    },
    session: { expiresIn: idleMinutes * 60, updateAge: Math.min(UPDATE_AGE_S, idleMinutes * 30), freshAge: 0 },
    account: { accountLinking: { enabled: true }, storeStateStrategy: "database" },
    disabledPaths: CLOSED_PATHS,
    rateLimit: {
      ...{ enabled: true, storage: "memory", window: 60, max: 300 },
      customRules: {
        "/sign-in/*": { window: 60, max: perMinute },
        "/two-factor/*": { window: 60, max: perMinute },
      },
    },
    advanced: {
      cookiePrefix: "facenet",
      useSecureCookies: publicUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, path: "/" },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: () => crypto.randomUUID() },
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
    onAPIError: { throw: false, errorURL: `${publicUrl}/sign-in` },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        await endWhenOver(context);
        if (context.path === SIGN_IN_PATH) await countGuess(context.body);
      }),
      after: createAuthMiddleware(async ({ path, body, context }) => {
        if (path === SIGN_IN_PATH && !(context.returned instanceof APIError)) await guesses.delete(accountOf(body));
      }),
    },
    plugins: [
      twoFactor({ issuer: "Facenet" }),
      ...(oidc === undefined
        ? []
        : [
            genericOAuth({
              config: [
                {
                  ...{ providerId: OIDC_PROVIDER, clientId: oidc.clientId, clientSecret: oidc.clientSecret },
                  discoveryUrl: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
                  scopes: ["openid", "email", "profile"],
                  requireIdTokenVerification: true,
                  // Who may sign in is decided by invitations, not by whom the provider knows.
                  disableSignUp: true,
                  pkce: true,
                },
              ],
            }),
          ]),
    ],
  });

  /** A session that has lasted long enough ends, however busy it is. {@link SignIn.session} looks by itself. */
  async function endWhenOver(context: Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]): Promise<void> {
    if (context.request === undefined) return;
    const { authCookies, secret, internalAdapter } = context.context;
    const token = await context.getSignedCookie(authCookies.sessionToken.name, secret);
    if (!token) return;
    const found = await internalAdapter.findSession(token);
    if (found !== null && isOver(found.session.createdAt)) await internalAdapter.deleteSession(token);
  }

  async function countGuess(body: unknown): Promise<void> {
    try {
      await guesses.consume(accountOf(body));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new APIError("TOO_MANY_REQUESTS", {
        code: "TOO_MANY_GUESSES",
        message: "Too many attempts to sign in to this account. Try again later.",
      });
    }
  }

  return {
    handle: (request) => asDatabaseError(() => auth.handler(request)),
    hashPassword,
    session: (cookie) =>
      asDatabaseError(async () => {
        const { headers, response } = await auth.api.getSession({
          headers: new Headers({ cookie }),
          returnHeaders: true,
        });
        if (response === null) return null;
        const { createdAt, token } = response.session;
        if (isOver(createdAt)) {
          await (await auth.$context).internalAdapter.deleteSession(token);
          return null;
        }
        const { id: userId, name, email } = response.user;
        return { userId, name, email, setCookies: headers.getSetCookie() };
      }),
  };
}

/** What guesses at an account are counted by: nothing that could be read as an address. */
function accountOf(body: unknown): string {
  const { email } = (body ?? {}) as { email?: unknown };
  return createHash("sha256")
    .update(typeof email === "string" ? email.trim().toLowerCase() : "")
    .digest("base64url");
}

/** better-auth wraps what its storage throws. */
function asDatabaseError<T>(work: () => Promise<T>): Promise<T> {
  return translated(async () => {
    try {
      return await work();
    } catch (error) {
      for (let cause = error; cause instanceof Error; cause = cause.cause) {
        if (cause instanceof DbUnavailableError) throw new DatabaseUnavailableError({ cause });
      }
      throw error;
    }
  });
}
