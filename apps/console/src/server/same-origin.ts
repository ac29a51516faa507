/**
 * Whether a request was made by a page of this console. Browsers send Origin with every POST and DELETE, and pages
 * cannot change it; the Strict cookie is the second lock on the same door.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  const host = headers.get("host");
  if (origin === null || host === null) return false;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Forms of other sites can post, but not with this content type. */
export function isJson(headers: Headers): boolean {
  return (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() === "application/json";
}
