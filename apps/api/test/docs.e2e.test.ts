import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentedCalls, Placeholders } from "./support/documented-call.js";
import { blocksOf, readPage, REPOSITORY } from "./support/markdown.js";
import { API_KEY, DELETE_PERSON, makeDataDir, removeDataDir, TestServer } from "./support/server.js";

const hasShell = ["bash", "curl"].every((program) => spawnSync(program, ["--version"]).status === 0);
const README = await readPage("README.md");
const PAGES = await Promise.all(
  ["docs/graphql.md"].map(async (path) => ({ path, page: await readPage(path) })),
);

describe("what the documentation says, done", () => {
  let dataDir: string;
  let server: TestServer;

  beforeAll(async () => {
    dataDir = await makeDataDir();
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
  });
  afterAll(async () => {
    await server?.stop();
    await removeDataDir(dataDir);
  });

  /** As pasted, but for what a reader puts in too. */
  async function shell(text: string): Promise<string> {
    const script = text.replaceAll("paste-the-key-here", API_KEY).replaceAll("http://localhost:4000", server.url);
    const { PATH = "", HOME = "" } = process.env;
    const { stdout } = await promisify(execFile)("bash", ["-c", script], { cwd: REPOSITORY, env: { PATH, HOME } });
    return stdout;
  }

  /** Every page begins with a server that knows nobody. */
  async function forgetEverybody(): Promise<void> {
    const { people } = await server.call("{ people(first: 100) { nodes { externalId } } }");
    for (const { externalId } of people.nodes) await server.call(DELETE_PERSON, { input: { externalId } });
  }

  describe.each(PAGES)("$path", ({ page }) => {
    const placeholders = new Placeholders();
    const calls = documentedCalls(page);
    afterAll(forgetEverybody);

    it.each(calls.filter(({ language }) => hasShell || language !== "sh"))("$title", async (call) => {
      const answer =
        call.language === "sh"
          ? JSON.parse(await shell(call.text))
          : (await server.post({ query: call.text, variables: await placeholders.filled(call.variables) })).body;
      placeholders.expectAnswer(answer, call.answer);
    });
  });

  describe.skipIf(!hasShell)("README.md (skipped without bash and curl)", () => {
    afterAll(forgetEverybody);

    it("enrols, verifies and identifies by what is under A first call", async () => {
      const blocks = blocksOf(README).filter(({ language, heading }) => language === "sh" && heading === "A first call");
      const printed = await shell(blocks.map(({ text }) => text).join("\n"));
      const answers = printed.trim().split(/\n+/);
      expect(answers.map((line) => JSON.parse(line).data)).toMatchObject([
        { enroll: { __typename: "Enrolled", person: { externalId: "alex" }, photos: [{ accepted: true }] } },
        { verify: { __typename: "Verification", decision: "ACCEPT", distance: 0 } },
        { whoIsIt: { outcome: "IDENTIFIED", candidates: [{ person: { externalId: "alex" }, distance: 0 }] } },
      ]);
    });
  });
});
