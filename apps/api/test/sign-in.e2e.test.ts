import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_KEY, TestServer } from "./support/server.js";
import { becomeOwner, invite, OWNER, Session } from "./support/session.js";

describe("people who sign in", () => {
  let server: TestServer;
  let owner: Session;
  let siteId: string;

  beforeAll(async () => {
    server = await TestServer.start({ BOOTSTRAP_API_KEY: API_KEY, SIGN_IN_PER_MINUTE: "1000" });
    owner = await becomeOwner(server);
    siteId = (await server.call("{ sites { nodes { id } } }")).sites.nodes[0].id;
  });
  afterAll(() => server?.stop());

  const viewer = "{ viewer { user { email } everywhere sites { siteId roles } } }";

  it("are known by their session, with their roles", async () => {
    expect((await owner.call(viewer)).viewer).toEqual({
      user: { email: OWNER.email },
      everywhere: ["OWNER"],
      sites: [{ siteId, roles: ["OWNER"] }],
    });
  });

  it("become owner by a link that is good once, with a password that is long enough and not their address", async () => {
    const token = /\/set-up#(\S+)/.exec(server.stdout)?.[1];
    const eve = { name: "Eve", email: "eve@example.org" };
    const use = (body: object) => new Session(server).post("/v1/set-up", body);
    expect((await use({ token, password: "long enough a password", owner: eve })).status).toBe(410);
    expect((await new Session(server).post("/v1/set-up/look", { token })).status).toBe(410);
    const { inviteUser } = await owner.call(
      'mutation { inviteUser(input: { name: "Will", email: "william@example.org", roles: [{ role: AUDITOR }] }) { ... on UserInvited { url } } }',
    );
    const link = new URL(inviteUser.url).hash.slice(1);
    for (const password of ["short", "aaaaaaaaaaaaaaaa", "my name is william", "x".repeat(200)]) {
      expect((await use({ token: link, password })).status, password).toBe(400);
    }
    expect((await use({ token: link, password: "good enough a one" })).status).toBe(200);
  });

  it("cannot make themselves known in another way", async () => {
    const session = new Session(server);
    const signUp = await session.post("/v1/auth/sign-up/email", {
      ...{ name: "Eve", email: "eve@example.org", password: "long enough a password" },
    });
    expect(signUp.ok).toBe(false);
    for (const path of ["/v1/auth/request-password-reset", "/v1/auth/change-email", "/v1/auth/delete-user"]) {
      expect((await owner.post(path, { email: "eve@example.org" })).status, path).toBe(404);
    }
  });

  it("are guessed at ten times for each account, wherever the guesses come from", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      statuses.push((await new Session(server).signIn("Nobody@example.org", `guess number ${i}`)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    expect((await new Session(server).signIn(OWNER.email, OWNER.password)).status).toBe(200);
  });

  it("are not found out about: an unknown address and a wrong password are answered alike", async () => {
    const [unknown, wrong] = await Promise.all([
      new Session(server).signIn("unknown@example.org", "not the password"),
      new Session(server).signIn(OWNER.email, "not the password"),
    ]);
    expect([unknown.status, await unknown.text()]).toEqual([wrong.status, await wrong.text()]);
  });

  it("cannot be acted for by pages of other sites", async () => {
    const foreign = new Session(server, "https://elsewhere.example");
    expect((await foreign.signIn(OWNER.email, OWNER.password)).status).toBe(403);
    const post = (headers: Record<string, string>) =>
      fetch(`${server.url}/graphql`, {
        ...{ method: "POST", body: JSON.stringify({ query: viewer }) },
        headers: { "content-type": "application/json", cookie: owner.cookie, ...headers },
      }).then(({ status }) => status);
    expect(await post({ origin: server.url })).toBe(200);
    expect(await post({ origin: "https://elsewhere.example" })).toBe(403);
    expect(await post({ origin: server.url, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await post({})).toBe(403);
    // A key is no cookie: whoever has it may send it from anywhere.
    expect(await post({ origin: "https://elsewhere.example", cookie: "", authorization: `Bearer ${API_KEY}` })).toBe(
      200,
    );
  });

  it("see and do what their role in a site allows, and nothing in another", async () => {
    const { createSite } = await owner.call(
      'mutation { createSite(input: { name: "North" }) { ... on SiteSaved { site { id } } } }',
    );
    const north = createSite.site.id;
    const admin = await invite(owner, server, "anna@example.org", [{ role: "ADMIN", siteId: north }]);
    const { sites } = await admin.call("{ sites { nodes { id } } }");
    expect(sites.nodes).toEqual([{ id: north }]);
    expect(await admin.call("query ($s: ID!) { people(siteId: $s) { totalCount } }", { s: siteId })).toEqual([
      "SITE_NOT_FOUND",
    ]);
    expect((await admin.call("{ people { totalCount } }")).people.totalCount).toBe(0);
    expect(await admin.call("{ users { id } }")).toEqual(["FORBIDDEN"]);
    const createKey = (site: string) =>
      admin.call(
        'mutation ($s: ID!) { createApiKey(input: { siteIds: [$s], name: "k", scopes: [VERIFY] }) { __typename } }',
        { s: site },
      );
    expect((await createKey(siteId)).createApiKey.__typename).toBe("SiteNotFound");
    expect((await createKey(north)).createApiKey.__typename).toBe("ApiKeyCreated");
    const auditor = await invite(owner, server, "otto@example.org", [{ role: "AUDITOR" }]);
    expect((await auditor.call("{ users { email } }")).users.length).toBeGreaterThan(2);
    const remove = 'mutation { deletePerson(input: { externalId: "x" }) { __typename } }';
    expect(await auditor.call(remove)).toEqual(["FORBIDDEN"]);
    // Two sites and none named: it is not guessed which one is meant.
    expect(await auditor.call("{ people { totalCount } }")).toEqual(["INVALID_INPUT"]);
    expect((await auditor.fetch(`/v1/faces/attempts/x?siteId=${siteId}`)).status).toBe(403);
    expect((await owner.fetch(`/v1/faces/attempts/x?siteId=${siteId}`)).status).toBe(404);
  });

  it("lose what is taken from them at once, and the last owner keeps it", async () => {
    const session = await invite(owner, server, "rita@example.org", [{ role: "REVIEWER", siteId }]);
    expect((await session.call(viewer)).viewer.sites).toEqual([{ siteId, roles: ["REVIEWER"] }]);
    const { users } = await owner.call("{ users { id email } }");
    const idOf = (email: string) => users.find((user: { email: string }) => user.email === email).id;
    const remove = (userId: string) =>
      owner.call("mutation ($userId: ID!) { removeUser(input: { userId: $userId }) { __typename } }", { userId });
    expect((await remove(idOf("rita@example.org"))).removeUser.__typename).toBe("UserRemoved");
    expect(await session.call(viewer)).toEqual(["UNAUTHENTICATED"]);
    expect((await remove(idOf(OWNER.email))).removeUser.__typename).toBe("LastOwner");
  });

  it("hear of attempts as they are recorded, each once", async () => {
    const controller = new AbortController();
    const response = await owner.fetch("/graphql/stream", {
      method: "POST",
      headers: { accept: "text/event-stream" },
      body: JSON.stringify({
        query: "subscription ($siteId: ID) { attemptRecorded(siteId: $siteId) { kind claimedExternalId problemCode } }",
        variables: { siteId },
      }),
      signal: controller.signal,
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const heard = async (count: number) => {
      while ((text.match(/event: next/g) ?? []).length < count) text += (await reader.read()).value ?? "";
    };
    // What is there already is no news; then the stream has begun.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const wall = Buffer.from("/9j/", "base64").toString("base64");
    const verify = (externalId: string) => server.verify({ siteId, externalId, photo: { base64: wall } });
    await verify("first");
    await heard(1);
    await verify("second");
    await heard(2);
    controller.abort();
    expect(text).toContain('"claimedExternalId":"first","problemCode":"CORRUPT_IMAGE"');
    expect(text.match(/event: next/g)).toHaveLength(2);
  });

  it("get nothing but subscriptions from the stream, and nothing without a role", async () => {
    const ask = async (query: string) => {
      const headers = { accept: "text/event-stream" };
      return (
        await owner.fetch("/graphql/stream", { method: "POST", headers, body: JSON.stringify({ query }) })
      ).text();
    };
    expect(await ask("{ viewer { everywhere } }")).toContain("Only subscriptions are streamed.");
    const stream = await new Session(server).post("/graphql/stream", {
      query: "subscription { attemptRecorded { id } }",
    });
    expect(stream.status).toBe(401);
  });

  it("leave nothing of themselves in the log", () => {
    expect(server.log).not.toContain(OWNER.password);
    expect(server.log).not.toContain(OWNER.email);
    expect(server.log).not.toMatch(/set-up#/);
  });
});

describe("sessions", () => {
  it("end when they are not used, and when they have lasted long enough however busy they are", async () => {
    // The shortest there are; what is left of them is taken away in the database of the test.
    const server = await TestServer.start({
      ...{ BOOTSTRAP_API_KEY: API_KEY, SESSION_IDLE_MINUTES: "1", SESSION_MAX_HOURS: "1" },
    });
    try {
      const session = await becomeOwner(server);
      const [cookie] = (await session.signIn(OWNER.email, OWNER.password)).headers.getSetCookie();
      expect(cookie).toMatch(/Max-Age=60;/);
      expect(cookie).toMatch(/HttpOnly/);
      expect(cookie).toMatch(/SameSite=Lax/i);
      expect((await session.call("{ viewer { everywhere } }")).viewer.everywhere).toEqual(["OWNER"]);
      expect((await session.post("/v1/auth/revoke-sessions")).status).toBe(200);
      expect(await session.call("{ viewer { everywhere } }")).toEqual(["UNAUTHENTICATED"]);
    } finally {
      await server.stop();
    }
  });
});
