import { cookies } from "next/headers";
import { answerError, FORBIDDEN_MESSAGE } from "../../../server/answer";
import { apiUrl, maxBodyBytes } from "../../../server/api";
import { isJson, isSameOrigin } from "../../../server/same-origin";
import { SESSION_COOKIE } from "../../../server/session";

/** Passes a call on to the API with the key of the session. The body streams through: it is not held here. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers) || !isJson(request.headers)) {
    return answerError(403, "FORBIDDEN", FORBIDDEN_MESSAGE);
  }
  const key = (await cookies()).get(SESSION_COOKIE)?.value;
  if (key === undefined) return answerError(401, "UNAUTHENTICATED", "Sign in first.");
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= maxBodyBytes())) {
    return answerError(413, "BODY_TOO_LARGE", "The photo is larger than the server accepts.");
  }
  try {
    const answer = await fetch(apiUrl(), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}`, "content-length": String(length) },
      body: request.body,
      duplex: "half",
      cache: "no-store",
      redirect: "error",
      signal: request.signal,
    } as RequestInit & { duplex: "half" });
    const headers = new Headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    for (const name of ["content-type", "retry-after", "x-request-id"]) {
      const value = answer.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    return new Response(answer.body, { status: answer.status, headers });
  } catch {
    return answerError(502, "API_UNREACHABLE", "The API does not answer. Is it running?");
  }
}
