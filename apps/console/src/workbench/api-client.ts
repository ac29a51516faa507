import type { TypedDocumentString } from "../generated/graphql";

/** What a call can end in besides its result; the message is for people. */
export class CallFailedError extends Error {
  override readonly name = "CallFailedError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const MESSAGES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: "The session has ended. Load the page again and paste your key.",
  FORBIDDEN: "This API key may not do that.",
  BODY_TOO_LARGE: "The photo is larger than the server accepts.",
};

/** @throws CallFailedError */
export async function call<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  let body: { data?: Data | null; errors?: { message: string; extensions?: { code?: string } }[] };
  try {
    const response = await fetch("/api/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: document.toString(), variables }),
    });
    body = await response.json();
  } catch {
    throw new CallFailedError("UNREACHABLE", "The console does not answer. Is it still running?");
  }
  const error = body.errors?.[0];
  if (error !== undefined || !body.data) {
    const code = error?.extensions?.code ?? "INTERNAL";
    throw new CallFailedError(code, MESSAGES[code] ?? error?.message ?? "The answer cannot be understood.");
  }
  return body.data;
}
