import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startIdentityProvider, throughProvider } from "./support/identity-provider.js";
import { API_KEY, TestServer } from "./support/server.js";
import { becomeOwner, Session } from "./support/session.js";

const PEOPLE = {
  rita: { email: "Rita@example.org", emailVerified: true },
  unverified: { email: "otto@example.org", emailVerified: false },
  stranger: { email: "stranger@example.org", emailVerified: true },
};

describe("single sign-on by an OpenID Connect provider", () => {
  let server: TestServer;
  let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
  let origin: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    provider = await startIdentityProvider(PEOPLE, `${origin}/v1/auth/callback/oidc`);
    server = await TestServer.start({
      ...{ BOOTSTRAP_API_KEY: API_KEY, PORT: String(port), PUBLIC_URL: origin },
      ...{ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: "facenet", OIDC_CLIENT_SECRET: "a secret between the two" },
    });
    const owner = await becomeOwner(server);
    for (const email of ["rita@example.org", "otto@example.org"]) {
      await owner.call(
        `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { __typename } }`,
        ...[{ input: { name: email, email, roles: [{ role: "REVIEWER" }] } }],
      );
    }
  });
  afterAll(async () => {
    await server?.stop();
    await provider?.stop();
  });

  /** Goes to the provider and back. The state is bound to the browser that began: its cookies go along. */
  async function signInAs(name: string) {
    const session = new Session(server);
    const begun = await session.post("/v1/auth/sign-in/social", {
      ...{ provider: "oidc", callbackURL: "/people", errorCallbackURL: "/sign-in" },
    });
    expect(begun.status).toBe(200);
    const { url } = JSON.parse(await begun.text()) as { url: string };
    const { url: back } = await throughProvider(url, name, ({ pathname }) => pathname === "/v1/auth/callback/oidc");
    const answer = await session.fetch(back.pathname + back.search);
    return { session, location: new URL(answer.headers.get("location") ?? "", origin) };
  }

  it("lets in who was invited by the address that the provider vouches for, with their roles", async () => {
    const { session, location } = await signInAs("rita");
    expect(location.pathname).toBe("/people");
    expect((await session.call("{ viewer { user { email } everywhere } }")).viewer).toEqual({
      user: { email: "rita@example.org" },
      everywhere: ["REVIEWER"],
    });
    // And again, now that the two are linked.
    expect((await signInAs("rita")).location.pathname).toBe("/people");
  });

  it.each(["stranger", "unverified"])("keeps %s out, and makes no user of them", async (name) => {
    const { session, location } = await signInAs(name);
    expect(location.pathname).toBe("/sign-in");
    expect(location.searchParams.get("error")).toBeTruthy();
    expect(await session.call("{ viewer { everywhere } }")).toEqual(["UNAUTHENTICATED"]);
  });

  it("refuses an answer that this browser did not ask for", async () => {
    const begun = await new Session(server).post("/v1/auth/sign-in/social", { provider: "oidc", callbackURL: "/" });
    const { url } = JSON.parse(await begun.text()) as { url: string };
    const { url: back } = await throughProvider(url, "rita", ({ pathname }) => pathname === "/v1/auth/callback/oidc");
    const other = new Session(server);
    await other.fetch(back.pathname + back.search);
    expect(await other.call("{ viewer { everywhere } }")).toEqual(["UNAUTHENTICATED"]);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
