import { graphql } from "../generated";
import type { SitesOfKeyQuery } from "../generated/graphql";

/** Read when asked, not when built: the launcher learns the API's address only after the API listens. */
export function apiUrl(): string {
  return `${process.env.API_URL || "http://127.0.0.1:4000"}/graphql`;
}

export function maxBodyBytes(): number {
  return Number(process.env.MAX_BODY_BYTES || 32 * 1024 * 1024);
}

const SITES_OF_KEY = graphql(`
  query SitesOfKey {
    sites(first: 1) {
      nodes {
        name
      }
    }
  }
`);

export type KeyCheck = { kind: "good"; siteName: string } | { kind: "refused" } | { kind: "unreachable" };

/** Asks the API, the only one who knows. */
export async function checkKey(key: string): Promise<KeyCheck> {
  try {
    const response = await fetch(apiUrl(), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: SITES_OF_KEY.toString() }),
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 401) return { kind: "refused" };
    if (!response.ok) return { kind: "unreachable" };
    const { data } = (await response.json()) as { data?: SitesOfKeyQuery | null };
    return { kind: "good", siteName: data?.sites.nodes[0]?.name ?? "" };
  } catch {
    return { kind: "unreachable" };
  }
}
