import { cookies } from "next/headers";
import { answerError, FORBIDDEN_MESSAGE } from "../../../server/answer";
import { checkKey } from "../../../server/api";
import { isJson, isSameOrigin } from "../../../server/same-origin";
import { isPlausibleKey, SESSION_COOKIE, sessionCookie } from "../../../server/session";

const MAX_BODY_CHARACTERS = 4096;

export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers) || !isJson(request.headers)) {
    return answerError(403, "FORBIDDEN", FORBIDDEN_MESSAGE);
  }
  if (!(Number(request.headers.get("content-length")) <= MAX_BODY_CHARACTERS)) {
    return answerError(413, "BODY_TOO_LARGE", "An API key is shorter than that.");
  }
  const key = await readKey(request);
  if (key === undefined) return answerError(401, "UNAUTHENTICATED", "This is not an API key.");
  const check = await checkKey(key);
  switch (check.kind) {
    case "refused":
      return answerError(401, "UNAUTHENTICATED", "The API does not know this key, or it has expired.");
    case "unreachable":
      return answerError(502, "API_UNREACHABLE", "The API does not answer. Is it running?");
    case "good":
      (await cookies()).set(sessionCookie(request, key));
      return new Response(null, { status: 204 });
  }
}

export async function DELETE(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return answerError(403, "FORBIDDEN", FORBIDDEN_MESSAGE);
  (await cookies()).delete(SESSION_COOKIE);
  return new Response(null, { status: 204 });
}

async function readKey(request: Request): Promise<string | undefined> {
  try {
    const { apiKey } = (await request.json()) as { apiKey?: unknown };
    const trimmed = typeof apiKey === "string" ? apiKey.trim() : apiKey;
    return isPlausibleKey(trimmed) ? trimmed : undefined;
  } catch {
    return undefined;
  }
}
