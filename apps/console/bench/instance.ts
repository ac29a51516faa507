import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { RunningProgram } from "../e2e/support/running-program.js";
import { CONSOLE_FOLDER, Stack } from "../e2e/support/stack.js";

const MANY_PEOPLE = join(CONSOLE_FOLDER, "..", "..", "packages", "db", "bench", "many-people.mjs");
const OWNER = { name: "Bench", email: "bench@example.org" };
const PASSWORD = "a password to be measured";

export interface Instance {
  readonly url: string;
  /** Of the session of its owner. */
  readonly cookies: readonly { name: string; value: string; url: string }[];
  /** One of as many people as were wanted, in their order. */
  readonly siteIds: readonly string[];
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, with a site for each count of people. */
export async function startInstance(peopleCounts: readonly number[], log: (line: string) => void): Promise<Instance> {
  const dataDir = await mkdtemp(join(tmpdir(), "facenet-console-bench-"));
  // Reachable for the user that PostgreSQL runs as when the benchmark runs as root.
  await chmod(dataDir, 0o711);
  const database = await RunningProgram.start(MANY_PEOPLE, {}, /PostgreSQL: (\S+)/, ["serve", join(dataDir, "data")]);
  const stack = await Stack.start({ DATABASE_URL: database.address });
  const cookies = await becomeOwner(stack);
  const siteIds: string[] = [];
  for (const count of peopleCounts) {
    log(`A site of ${count.toLocaleString("en")} people`);
    const siteId = await newSite(stack, cookies, `Site of ${count}`);
    await promisify(execFile)(process.execPath, [MANY_PEOPLE, "fill", database.address, siteId, String(count)]);
    siteIds.push(siteId);
  }
  return {
    url: stack.url,
    cookies: [...cookies].map(([name, value]) => ({ name, value, url: stack.url })),
    siteIds,
    stop: async () => {
      await stack.stop();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function becomeOwner(stack: Stack): Promise<Map<string, string>> {
  const token = new URL(stack.setUpLink).hash.slice(1);
  await post(stack, "/v1/set-up", { token, password: PASSWORD, owner: OWNER });
  const signedIn = await post(stack, "/v1/auth/sign-in/email", { email: OWNER.email, password: PASSWORD });
  return new Map(
    signedIn.headers.getSetCookie().map((cookie) => {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      return [name, value];
    }),
  );
}

async function newSite(stack: Stack, cookies: ReadonlyMap<string, string>, name: string): Promise<string> {
  const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join("; ");
  const query = "mutation ($name: String!) { createSite(input: { name: $name }) { ... on SiteSaved { site { id } } } }";
  const answer = await post(stack, "/graphql", { query, variables: { name } }, { cookie });
  return JSON.parse(await answer.text()).data.createSite.site.id;
}

async function post(stack: Stack, path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(new URL(path, stack.url), {
    method: "POST",
    headers: { "content-type": "application/json", origin: stack.url, ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}
