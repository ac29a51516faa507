/** The session has ended: to the sign-in page, and back here afterwards. */
export function signInAgain(): void {
  const { pathname, search } = window.location;
  if (pathname.startsWith("/sign-in") || pathname.startsWith("/set-up")) return;
  const here = `${pathname}${search}`;
  window.location.assign(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
}

/** Only a path of this console: a link to the sign-in page must not lead elsewhere afterwards. */
export function nextPath(search: URLSearchParams): string {
  const next = search.get("next") ?? "/";
  return /^\/(?![/\\])/.test(next) ? next : "/";
}
