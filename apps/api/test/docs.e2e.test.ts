import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentedCalls, Placeholders } from "./support/documented-call.js";
import { blocksOf, REPOSITORY, readPage, tableOf } from "./support/markdown.js";
import { image, samplePhoto } from "./support/photos.js";
import { API_KEY, DELETE_PERSON, makeDataDir, removeDataDir, TestServer } from "./support/server.js";

const hasShell = ["bash", "curl"].every((program) => spawnSync(program, ["--version"]).status === 0);
const README = await readPage("README.md");
const OPERATIONS = await readPage("docs/operations.md");
const PAGES = [
  { path: "docs/graphql.md", page: await readPage("docs/graphql.md") },
  { path: "docs/quick-start.md", page: await readPage("docs/quick-start.md") },
  { path: "docs/operations.md", page: OPERATIONS },
];

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
    return bash(script, REPOSITORY);
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

    for (const { title, language, text, variables, answer } of calls) {
      it.skipIf(language === "bash" && !hasShell)(
        language === "bash" ? `${title} (needs bash and curl)` : title,
        async () => {
          const actual =
            language === "bash"
              ? JSON.parse(await shell(text))
              : (await server.post({ query: text, variables: await placeholders.filled(variables) })).body;
          placeholders.expectAnswer(actual, answer);
        },
      );
    }
  });

  describe.skipIf(!hasShell)("README.md (needs bash and curl)", () => {
    afterAll(forgetEverybody);

    it("enrols, verifies and identifies by what is under A first call", async () => {
      const blocks = blocksOf(README).filter(
        ({ language, heading }) => language === "sh" && heading === "A first call",
      );
      const printed = await shell(blocks.map(({ text }) => text).join("\n"));
      const answers = printed.trim().split(/\n+/);
      expect(answers.map((line) => JSON.parse(line).data)).toMatchObject([
        { enroll: { __typename: "Enrolled", person: { externalId: "sam" }, photos: [{ accepted: true }] } },
        { verify: { __typename: "Verification", decision: "ACCEPT", distance: 0 } },
        { whoIsIt: { outcome: "IDENTIFIED", candidates: [{ person: { externalId: "sam" }, distance: 0 }] } },
      ]);
    });
  });

  describe("docs/operations.md", () => {
    it("shows a line of the log with the fields that such a line has", () => {
      const shown = blocksOf(OPERATIONS).find(({ heading, language }) => heading === "The log" && language === "json");
      const lines = server.log.split("\n").filter((line) => line.startsWith("{"));
      const ofCalls = lines
        .map((line) => JSON.parse(line))
        .filter(({ msg, operation }) => msg === "request" && operation);
      expect(ofCalls.length).toBeGreaterThan(0);
      expect(Object.keys(JSON.parse(shown?.text ?? "{}"))).toEqual(Object.keys(ofCalls[0]));
    });

    it("names the metrics that there are, with their types and labels", async () => {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      const own = [...text.matchAll(/^# TYPE (facenet_\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => ({
        name,
        type,
        labels: labelsOf(text, name),
      }));
      const documented = tableOf(OPERATIONS, "metric", "type").map(([name = "", type = "", labels = ""]) => ({
        name,
        type,
        labels: labels.split(", ").sort(),
      }));
      expect(documented).toEqual(own);

      const ofTheProcess = tableOf(OPERATIONS, "about", "metrics").flatMap(([, names = ""]) => names.split(", "));
      const there = [...text.matchAll(/^# TYPE ((?:process|nodejs)_\w+) /gm)].map(([, name = ""]) => name);
      // Elsewhere than on Linux the system tells less about a process.
      expect(ofTheProcess).toEqual(expect.arrayContaining(there));
      if (process.platform === "linux") expect(ofTheProcess.sort()).toEqual(there.sort());
    });

    it("asks in its alerts for series that there are", async () => {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      const alerts = blocksOf(OPERATIONS).filter(({ language }) => language === "yaml");
      const series = alerts.flatMap((block) => block.text.match(/facenet_\w+(?=\{)/g) ?? []);
      expect(series.length).toBeGreaterThan(5);
      for (const name of series) expect(text).toMatch(new RegExp(`^${name}\\{`, "m"));
    });

    // The last one: it stops the server.
    it.skipIf(!hasShell)(
      "knows a face again after a backup and a restore (needs bash)",
      { timeout: 240_000 },
      async () => {
        const photo = image(await samplePhoto(1));
        const person = { externalId: "alex", faceSelection: "LARGEST" };
        await server.enroll({ ...person, photos: [photo] });
        await server.stop();

        const [backUp, restore] = blocksOf(OPERATIONS).filter(
          ({ heading, language }) => heading === "Backups and the master key" && language === "sh",
        );
        const elsewhere = await mkdtemp(join(tmpdir(), "facenet-backup-"));
        try {
          const at = (text: string | undefined) =>
            (text ?? "").replace("DATA_DIR=/srv/facenet", `DATA_DIR='${dataDir}'`);
          await bash(`set -e; ${at(backUp?.text)}`, elsewhere);
          const listed = await bash("tar -tf facenet.tar", elsewhere);
          expect(listed).toContain("postgres-password");
          expect(listed).not.toContain("master.key");
          await removeDataDir(dataDir);
          await bash(`set -e; ${at(restore?.text)}`, elsewhere);
        } finally {
          await rm(elsewhere, { recursive: true, force: true });
        }
        server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
        expect(await server.verify({ ...person, photo })).toMatchObject({ decision: "ACCEPT", distance: 0 });
      },
    );
  });
});

async function bash(script: string, cwd: string): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const { stdout } = await promisify(execFile)("bash", ["-c", script], { cwd, env: { PATH, HOME } });
  return stdout;
}

/** Names of the labels that the series of a metric have, without those of buckets. */
function labelsOf(text: string, metric: string): string[] {
  const series = [...text.matchAll(new RegExp(`^${metric}(?:_bucket|_sum|_count)?\\{([^}]*)\\}`, "gm"))];
  const names = series.flatMap(([, labels = ""]) => [...labels.matchAll(/(\w+)="/g)].map(([, name = ""]) => name));
  return [...new Set(names)].filter((name) => name !== "le").sort();
}
