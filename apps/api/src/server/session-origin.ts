import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a call that a session is sent with was made by a page of the console. Browsers send Origin with every POST and
 * pages cannot change it: no other site can act in the name of who is signed in. SameSite cookies are the second lock.
 * Whoever reads only (GET) needs no Origin, but browsers say when another site asks.
 */
export function isFromConsole(
  { method, headers }: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
  publicUrl: string,
): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && !(method === "GET" && site === "none")) return false;
  const { origin, host } = headers;
  if (origin === undefined) return method === "GET";
  try {
    const asked = new URL(origin);
    return asked.host === host || asked.origin === new URL(publicUrl).origin;
  } catch {
    return false;
  }
}
