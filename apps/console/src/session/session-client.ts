const UNREACHABLE = "The console does not answer. Is it still running?";

/** @returns why not; undefined where the session is open */
export async function openSession(apiKey: string): Promise<string | undefined> {
  try {
    const response = await fetch("/api/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ apiKey }),
    });
    if (response.ok) return undefined;
    const { errors } = (await response.json()) as { errors?: { message: string }[] };
    return errors?.[0]?.message ?? UNREACHABLE;
  } catch {
    return UNREACHABLE;
  }
}

export async function closeSession(): Promise<void> {
  await fetch("/api/session", { method: "DELETE" }).catch(() => undefined);
}
