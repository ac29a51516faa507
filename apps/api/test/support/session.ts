import type { TestServer } from "./server.js";

/** A browser's side of a session, without a browser: keeps cookies, and sends the Origin that browsers send. */
export class Session {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly server: TestServer,
    /** Of the page that calls. */
    private readonly origin = server.url,
  ) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.server.url), {
      redirect: "manual",
      ...init,
      headers: {
        ...(init.method === "POST" ? { origin: this.origin, "content-type": "application/json" } : {}),
        ...(this.cookies.size === 0 ? {} : { cookie: this.cookie }),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === "" || /max-age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  post(path: string, body: object = {}): Promise<Response> {
    return this.fetch(path, { method: "POST", body: JSON.stringify(body) });
  }

  signIn(email: string, password: string): Promise<Response> {
    return this.post("/v1/auth/sign-in/email", { email, password });
  }

  /** `data` where there are no errors, else their codes. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they asked for
  async call(query: string, variables: object = {}): Promise<any> {
    const response = await this.post("/graphql", { query, variables });
    const { data, errors } = JSON.parse(await response.text());
    return errors === undefined ? data : errors.map((error: { extensions: { code: string } }) => error.extensions.code);
  }
}

export const OWNER = { name: "Grace", email: "grace@example.org", password: "a password to be tested" };

/** Uses the link that the first start printed. */
export async function becomeOwner(server: TestServer): Promise<Session> {
  const token = /\/set-up#(\S+)/.exec(server.stdout)?.[1];
  const session = new Session(server);
  const { name, email, password } = OWNER;
  const used = await session.post("/v1/set-up", { token, password, owner: { name, email } });
  if (!used.ok) throw new Error(`${used.status} ${await used.text()}`);
  await session.signIn(email, password);
  return session;
}

/** Makes a user with these roles and signs them in. */
export async function invite(
  owner: Session,
  server: TestServer,
  email: string,
  roles: readonly { role: string; siteId?: string }[],
): Promise<Session> {
  const { inviteUser } = await owner.call(
    `mutation ($input: InviteUserInput!) { inviteUser(input: $input) {
      __typename ... on UserInvited { url } ... on Problem { code } } }`,
    { input: { name: email.split("@")[0], email, roles } },
  );
  const token = new URL(inviteUser.url).hash.slice(1);
  const session = new Session(server);
  await session.post("/v1/set-up", { token, password: "another good one" });
  await session.signIn(email, "another good one");
  return session;
}
