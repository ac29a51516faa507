import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { image, portrait, samplePhoto } from "./support/photos.js";
import { API_KEY, makeDataDir, removeDataDir, TestServer } from "./support/server.js";

describe("start and stop", () => {
  let dataDir: string;
  let server: TestServer | undefined;

  beforeEach(async () => {
    dataDir = await makeDataDir();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    await removeDataDir(dataDir);
  });

  it("prints a key and a call to paste on the first start, and the key never again", async () => {
    server = await TestServer.start({ DATA_DIR: dataDir });
    const key = /fnk_[\w-]+/.exec(server.stdout)?.[0];
    expect(key).toMatch(/^fnk_[\w-]{8}_[\w-]{43}$/);
    expect(server.stdout).toContain(`Bearer ${key}`);
    expect((await server.call("{ sites { nodes { name } } }", {}, key)).sites.nodes).toEqual([
      { name: "Default site" },
    ]);
    expect((await stat(join(dataDir, "master.key"))).mode & 0o777).toBe(0o600);
    expect(await server.stop("SIGINT")).toBe(0);

    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    expect(server.stdout).not.toContain("fnk_");
    // Both the key of the first start and the one added now are good.
    await server.call("{ sites { nodes { name } } }", {}, key);
    await server.call("{ sites { nodes { name } } }", {}, API_KEY);
  });

  it("ends with 1 when its PostgreSQL ends", async () => {
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    const pidFile = (await readdir(dataDir, { recursive: true })).find((name) => name.endsWith("postmaster.pid"));
    const pid = Number((await readFile(join(dataDir, pidFile!), "utf8")).split("\n")[0]);
    process.kill(pid, "SIGKILL");
    expect(await server.exited).toBe(1);
    server = undefined;
  });

  it("answers what it has accepted before it stops", async () => {
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY, ENGINE_THREADS: "1" });
    const photo = image(await samplePhoto(5));
    const running = server;
    const calls = [1, 2, 3, 4].map(() => running.whoIsIt({ photo, faceSelection: "LARGEST" }));
    await sleep(150);
    expect(await server.stop("SIGTERM")).toBe(0);
    const answers = await Promise.allSettled(calls);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: "fulfilled", value: { outcome: "UNKNOWN" } });
    }
    server = undefined;
  });

  it("loses nothing that it has answered when it is stopped in the middle of many calls", {
    timeout: 120_000,
  }, async () => {
    const running = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY, ENGINE_MAX_QUEUE: "100" });
    server = running;
    const photos = [image(await portrait("ada"))];
    let serial = 0;
    const answered = new Set<string>();
    const unanswered = new Set<string>();
    let isOver = false;
    const caller = async () => {
      while (!isOver) {
        const externalId = `p${serial++}`;
        unanswered.add(externalId);
        try {
          const answer = await running.enroll({ externalId, photos, confirmDuplicate: true });
          if (answer.__typename === "Enrolled") answered.add(externalId);
          else expect(answer.code).toBe("BUSY");
          unanswered.delete(externalId);
        } catch {
          // Nobody is there any more.
          return;
        }
      }
    };
    const callers = Array.from({ length: 24 }, caller);
    while (answered.size < 10) await sleep(20);
    expect(await running.stop("SIGTERM")).toBe(0);
    isOver = true;
    await Promise.all(callers);
    // More than were answered when the stop began: those in the middle were finished.
    expect(answered.size).toBeGreaterThan(10);

    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    const query = "query ($id: String!) { person(externalId: $id) { photos { id } } }";
    for (const id of answered) expect((await server.call(query, { id })).person.photos, id).toHaveLength(1);
    for (const id of unanswered)
      expect([null, 1]).toContain((await server.call(query, { id })).person?.photos.length ?? null);
    const { attempts } = await server.call("{ attempts(first: 100, kind: ENROLL) { nodes { decision } } }");
    const enrolled = attempts.nodes.filter(({ decision }: { decision: string | null }) => decision === "ENROLLED");
    expect(enrolled.length).toBeGreaterThanOrEqual(Math.min(100, answered.size));
  });

  it("says which port is in use, and ends", async () => {
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    const { port } = new URL(server.url);
    const other = await makeDataDir();
    try {
      const { code, err } = await TestServer.runToEnd({ DATA_DIR: other, PORT: port });
      expect(code).toBe(1);
      expect(err).toContain(`Port ${port} is in use.`);
      expect(err).not.toContain("EADDRINUSE");
    } finally {
      await removeDataDir(other);
    }
  });

  it("names everything that is wrong with the configuration and starts nothing", async () => {
    const { code, err, out } = await TestServer.runToEnd({
      DATA_DIR: dataDir,
      PORT: "eighty",
      BOOTSTRAP_API_KEY: "too-short-secret",
      MASTER_KEY: "not-a-key-secret",
    });
    expect(code).toBe(1);
    expect(out).toBe("");
    for (const name of ["PORT", "BOOTSTRAP_API_KEY", "MASTER_KEY"]) expect(err).toContain(name);
    expect(err).not.toContain("secret");
    expect(await readdir(dataDir)).toEqual([]);
  });

  it("refuses another master key than the one that the data was written with", async () => {
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    await server.stop();
    server = undefined;
    const { code, err } = await TestServer.runToEnd({
      DATA_DIR: dataDir,
      MASTER_KEY: Buffer.from("another-master-key-of-32-bytes!!").toString("base64"),
    });
    expect(code).toBe(1);
    expect(err).toMatch(/master key/i);
  });
});
