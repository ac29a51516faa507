const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

export function answerError(status: number, code: string, message: string): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status, headers: HEADERS });
}

export const FORBIDDEN_MESSAGE = "Only pages of this console may call it.";
