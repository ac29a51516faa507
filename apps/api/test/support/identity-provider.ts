import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export interface Person {
  readonly email: string;
  readonly emailVerified: boolean;
}

/** A real OpenID Connect provider on loopback, where whoever types a known name is that person. */
export async function startIdentityProvider(people: Readonly<Record<string, Person>>, redirectUri: string) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: "facenet", client_secret: "a secret between the two", redirect_uris: [redirectUri] },
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["of the test"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id, email: people[id]?.email, email_verified: people[id]?.emailVerified }),
    }),
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  return { issuer, stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}

/** Follows redirects across both, as a browser does, and fills in the provider's forms. Returns where it ended. */
export async function throughProvider(
  start: string,
  name: string,
  stopAt: (url: URL) => boolean,
): Promise<{ url: URL }> {
  const cookies = new Map<string, string>();
  let url = new URL(start);
  let body: URLSearchParams | undefined;
  for (let hop = 0; hop < 20; hop++) {
    if (stopAt(url)) return { url };
    const response = await fetch(url, {
      redirect: "manual",
      ...(body === undefined ? {} : { method: "POST", body }),
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join("; ") },
    });
    body = undefined;
    for (const cookie of response.headers.getSetCookie()) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(key, value);
    }
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url);
      continue;
    }
    const page = await response.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined)
      throw new Error(`No way on from ${url.pathname}: ${response.status} ${page.slice(0, 300)}`);
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? "";
    body = new URLSearchParams(prompt === "login" ? { prompt, login: name, password: "any" } : { prompt });
    url = new URL(action, url);
  }
  throw new Error("Redirected without end.");
}
