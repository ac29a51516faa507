export const SESSION_COOKIE = "facenet_console_key";
const SESSION_HOURS = 12;

/** Page scripts cannot read it, and no other site can make a browser send it. */
export function sessionCookie(request: Request, key: string) {
  const secure = request.headers.get("x-forwarded-proto") === "https" || new URL(request.url).protocol === "https:";
  return {
    name: SESSION_COOKIE,
    value: key,
    httpOnly: true,
    sameSite: "strict" as const,
    secure,
    path: "/",
    maxAge: SESSION_HOURS * 3600,
  };
}

/** An API key goes into a header, so it holds printable ASCII without spaces; the longest has 256 characters. */
export function isPlausibleKey(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]{16,256}$/.test(value);
}
