import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "facenet-db/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { image, portrait } from "./support/photos.js";
import { API_KEY, ENROLL, makeDataDir, removeDataDir, TestServer, VERIFY, WHO_IS_IT } from "./support/server.js";
import { TcpProxy } from "./support/tcp-proxy.js";

const TIMEOUT_MS = 1_500;
/** Generous: the machine may be busy. What is meant is that no call waits for a database that says nothing. */
const ANSWERED_WITHIN_MS = 45_000;

interface Answered {
  status: number;
  body: { data?: Record<string, { __typename: string; attempt?: { id: string } }>; errors?: { extensions: object }[] };
  headers: Headers;
}

describe("a database that fails in the middle of calls", () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let proxy: TcpProxy;
  let server: TestServer;
  let photo: { base64: string };
  let enrolled = 0;

  beforeAll(async () => {
    dataDir = await makeDataDir();
    postgres = await startEmbeddedPostgres({ dataDir });
    proxy = await TcpProxy.start(Number(new URL(postgres.connectionString).port));
    server = await TestServer.start({
      DATABASE_URL: proxy.around(postgres.connectionString),
      DATABASE_TIMEOUT_MS: String(TIMEOUT_MS),
      DATA_DIR: `${dataDir}/unused`,
      MASTER_KEY: randomBytes(32).toString("base64"),
      BOOTSTRAP_API_KEY: API_KEY,
    });
    photo = image(await portrait("ada"));
    expect(await server.enroll({ externalId: "ada", photos: [photo] })).toMatchObject({ __typename: "Enrolled" });
  });
  afterAll(async () => {
    await server?.stop();
    await proxy?.stop();
    await postgres?.stop();
    await removeDataDir(dataDir);
  });

  const calls = () =>
    Array.from({ length: 9 }, (_, i) => {
      const input = { photo };
      if (i % 3 === 0) return { query: VERIFY, variables: { input: { ...input, externalId: "ada" } } };
      if (i % 3 === 1) return { query: WHO_IS_IT, variables: { input } };
      const externalId = `p${++enrolled}`;
      const write = { externalId, photos: [photo], confirmDuplicate: true, idempotencyKey: externalId };
      return { query: ENROLL, variables: { input: write } };
    });

  /** Sends calls, lets the fault happen while they are under way, and holds every answer to what was promised. */
  async function callsDuring(fault: () => unknown) {
    const begun = performance.now();
    const sent = calls();
    const answers: Promise<Answered>[] = sent.map((call) => server.post(call));
    await sleep(60);
    await fault();
    const later = calls();
    answers.push(...later.map((call) => server.post(call)));
    const outcomes = { answered: 0, unavailable: 0 };
    const attempts: string[] = [];
    for (const { status, body, headers } of await Promise.all(answers)) {
      if (status === 503) {
        expect(body.errors).toMatchObject([{ extensions: { code: "DATABASE_UNAVAILABLE" } }]);
        expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
        outcomes.unavailable++;
        continue;
      }
      expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
      const [result] = Object.values(body.data ?? {});
      if (result?.__typename === "DatabaseUnavailable") outcomes.unavailable++;
      else {
        expect(["Verification", "Identification", "Enrolled"]).toContain(result?.__typename);
        attempts.push(result!.attempt!.id);
        outcomes.answered++;
      }
    }
    expect(performance.now() - begun).toBeLessThan(ANSWERED_WITHIN_MS);
    return { outcomes, attempts, sent: [...sent, ...later] };
  }

  /** The same process answers again, by itself; what it answered during the fault is there; what was unclear can be repeated. */
  async function expectRecovery({ attempts, sent }: Awaited<ReturnType<typeof callsDuring>>) {
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, { timeout: 20_000 }).toBe(200);
    const seen = new Set<string>();
    for (let after: string | null = null; ; ) {
      const page: { attempts: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        await server.call(
          "query ($after: String) { attempts(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }",
          { after },
        );
      for (const { id } of page.attempts.nodes) seen.add(id);
      if (!page.attempts.pageInfo.hasNextPage) break;
      after = page.attempts.pageInfo.endCursor;
    }
    for (const id of attempts) expect(seen).toContain(id);
    for (const call of sent.filter(({ query }) => query === ENROLL)) {
      const { body } = await server.post(call);
      expect(body.data.enroll).toMatchObject({ __typename: "Enrolled" });
    }
    expect(await server.verify({ externalId: "ada", photo })).toMatchObject({ decision: "ACCEPT" });
  }

  it("that resets its connections: a typed answer to all, and none is needed to go on", async () => {
    await expectRecovery(await callsDuring(() => proxy.reset()));
  });

  it("that says nothing any more, on old connections for ever", async () => {
    const during = await callsDuring(async () => {
      proxy.hang();
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    });
    expect(during.outcomes.unavailable).toBeGreaterThan(0);
    proxy.carryNewOnes();
    await expectRecovery(during);
  });

  it("that cannot be reached", async () => {
    const during = await callsDuring(() => proxy.refuse());
    expect(during.outcomes.unavailable).toBeGreaterThan(0);
    await proxy.listen();
    await expectRecovery(during);
  });

  it("that is killed, and comes back", async () => {
    const during = await callsDuring(async () => {
      const pidFile = (await readdir(dataDir, { recursive: true })).find((name) => name.endsWith("postmaster.pid"));
      process.kill(Number((await readFile(join(dataDir, pidFile!), "utf8")).split("\n")[0]), "SIGKILL");
      await postgres.crashed;
    });
    expect(during.outcomes.unavailable).toBeGreaterThan(0);
    postgres = await startEmbeddedPostgres({ dataDir });
    proxy.targetPort = Number(new URL(postgres.connectionString).port);
    await expectRecovery(during);
  });

  it.each([
    ["enroll", ENROLL, { externalId: "twice", confirmDuplicate: true }],
    ["verify", VERIFY, { externalId: "ada" }],
  ] as const)(
    "that dies after the commit of %s: the same call again finds it done, once",
    async (field, query, rest) => {
      const input = {
        ...rest,
        ...(field === "enroll" ? { photos: [photo] } : { photo }),
        idempotencyKey: `lost ${field}`,
      };
      const count = async () => {
        const { attempts } = await server.call("{ attempts(first: 100) { nodes { claimedExternalId } } }");
        return attempts.nodes.filter((a: { claimedExternalId: string }) => a.claimedExternalId === rest.externalId)
          .length;
      };
      const before = await count();
      const lost = proxy.loseAnswerTo("COMMIT");
      expect((await server.call(query, { input }))[field]).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
      await lost;
      expect(await count()).toBe(before + 1);
      const again = (await server.call(query, { input }))[field];
      expect(again).toMatchObject(
        field === "enroll" ? { __typename: "Enrolled", person: { photos: [{}] } } : { decision: "ACCEPT" },
      );
      expect(await count()).toBe(before + 1);
    },
  );

  it.each([
    ["enroll", ENROLL, (photo: object) => ({ externalId: "ahead", photos: [photo], confirmDuplicate: true })],
    ["verify", VERIFY, (photo: object) => ({ externalId: "ada", photo })],
    ["whoIsIt", WHO_IS_IT, (photo: object) => ({ photo })],
  ] as const)(
    "that dies before the commit of %s: the same call again finds the photo that was sent ahead",
    async (field, query, inputOf) => {
      const sent = await fetch(`${server.url}/v1/images`, {
        method: "POST",
        headers: { "content-type": "image/jpeg", authorization: `Bearer ${API_KEY}` },
        body: Buffer.from(photo.base64, "base64"),
      });
      const { uploadId } = (await sent.json()) as { uploadId: string };
      const input = inputOf({ uploadId });
      const lost = proxy.loseAnswerTo("DELETE FROM upload");
      expect((await server.call(query, { input }))[field]).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
      await lost;
      expect((await server.call(query, { input }))[field]).not.toHaveProperty("code");
      expect((await server.call(query, { input }))[field]).toMatchObject({
        code: field === "enroll" ? "DUPLICATE_EXTERNAL_ID" : "UPLOAD_NOT_FOUND",
      });
    },
  );

  it("leaves nothing in the log that was not meant to be there", () => {
    for (const secret of ["ada", API_KEY, new URL(postgres.connectionString).password]) {
      expect(server.logWithoutIds).not.toContain(secret);
    }
    expect(server.log).not.toContain("internal error");
  });
});
