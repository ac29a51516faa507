import type { TypedDocumentString } from "../generated/graphql";

/** What a call can end in besides its result. The console has words for the codes it knows; the message is the API's. */
export class CallFailedError extends Error {
  override readonly name = "CallFailedError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** @throws CallFailedError */
export async function call<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const { data, errors } = await answerTo<Data>("/graphql", { query: document.toString(), variables }, signal);
  const error = errors?.[0];
  if (error !== undefined || !data) {
    throw new CallFailedError(error?.extensions?.code ?? "INTERNAL", error?.message ?? "");
  }
  return data;
}

async function answerTo<Data>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer<Data>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new CallFailedError("UNREACHABLE", "");
  }
}
