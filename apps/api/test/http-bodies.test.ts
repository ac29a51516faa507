import type { Socket } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AccessService, hashApiKey, SCOPES } from "../src/modules/access/index.js";
import type { SetUpService } from "../src/modules/users/index.js";
import { createApollo } from "../src/server/apollo.js";
import { createHttpApp } from "../src/server/http.js";
import { listen, type RunningHttp } from "../src/server/listen.js";
import { createMetrics } from "../src/server/metrics.js";
import { declaredSchema } from "../src/server/schema.js";
import { chunkOf, postHead, rawClient } from "./support/raw-client.js";

const KEY = "Authorization: Bearer right";
const JSON_TYPE = "Content-Type: application/json";
const CHUNKED = "Transfer-Encoding: chunked";
const MAX_BODY_BYTES = 100_000;
const MAX_IMAGE_BYTES = 50_000;
const QUERY = JSON.stringify({ query: "{ __typename }" });
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array<number>(12).fill(0)]);
const MIB = 1024 * 1024;

const silent = pino({ level: "silent" });

interface Waiting {
  count: number;
  bytes: number;
  nextExpiry: Date | null;
}

/** The real HTTP server in this process, with short timeouts and without a database. */
async function startHttp(options: { maxBodyPauseMs: number; headersTimeout?: number; requestTimeout?: number }) {
  const { maxBodyPauseMs, ...timeouts } = options;
  const apollo = createApollo(declaredSchema(), { log: silent, production: true });
  await apollo.start();
  const record = { id: "key", siteIds: ["site"], scopes: SCOPES, expiresAt: null };
  const findByHash = async (hash: string) => (hash === hashApiKey("right") ? record : null);
  const keys = { findByHash, touch: async () => undefined };
  const saved: Uint8Array[] = [];
  const taken: string[] = [];
  const state = { waiting: [] as Waiting[] };
  const { app } = createHttpApp({
    apollo,
    schema: declaredSchema(),
    access: new AccessService({
      ...{ keys, signIn: { session: async () => null }, now: () => new Date(), onProblem: () => undefined },
      roles: { assignments: async () => [], allSiteIds: async () => [] },
    }),
    ...{ publicUrl: "http://127.0.0.1", trustedProxies: 0 },
    signIn: { handle: async () => new Response() },
    setUp: { look: async () => undefined } as unknown as SetUpService,
    faces: { ofTemplate: async () => null, ofAttempt: async () => null },
    log: silent,
    uploads: {
      save: async ({ data }) => `upload-${saved.push(data)}`,
      read: async () => null,
      take: async (_key, id) => {
        taken.push(id);
        return true;
      },
      waiting: async () => state.waiting.shift() ?? { count: 0, bytes: 0, nextExpiry: null },
    },
    maxBodyBytes: MAX_BODY_BYTES,
    maxImageBytes: MAX_IMAGE_BYTES,
    maxBodyPauseMs,
    metrics: createMetrics({ engineLoad: () => ({ running: 0, waiting: 0 }) }),
    metricsToken: undefined,
    readinessProbes: {},
  });
  let lastSocket: Socket | undefined;
  const http = await listen(
    (request, response) => {
      lastSocket = request.socket;
      app(request, response);
    },
    { host: "127.0.0.1", port: 0, timeouts: { ...timeouts, connectionsCheckingInterval: 50 } },
  );
  return { http, state, saved, taken, bytesRead: () => lastSocket?.bytesRead ?? 0, stop: () => apollo.stop() };
}

const codeOf = (body: string) => JSON.parse(body).errors?.[0]?.extensions?.code as unknown;

describe("bodies of requests", () => {
  let server: Awaited<ReturnType<typeof startHttp>>;
  let http: RunningHttp;
  const client = () => rawClient(http.url);

  beforeAll(async () => {
    server = await startHttp({ maxBodyPauseMs: 1_000 });
    http = server.http;
  });
  beforeEach(() => {
    server.saved.length = 0;
    server.taken.length = 0;
    server.state.waiting = [];
  });
  afterAll(async () => {
    http.cut();
    await http.drain(0);
    await server.stop();
  });

  async function stillAnswers() {
    const good = client();
    good.send(postHead("/graphql", KEY, JSON_TYPE, `Content-Length: ${QUERY.length}`, "Connection: close") + QUERY);
    expect(await good.answer()).toMatchObject({ status: 200, body: '{"data":{"__typename":"Query"}}\n' });
    await good.closed;
  }

  /** Sends pieces for as long as the server takes them. */
  async function flood(sender: ReturnType<typeof client>, piece: Uint8Array, mostBytes: number) {
    let open = true;
    void sender.closed.then(() => {
      open = false;
    });
    for (let sent = 0; open && sent < mostBytes; sent += piece.length) {
      sender.send(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it.each([
    ["that says it is huge", `Content-Length: ${512 * MIB}`],
    ["without end", CHUNKED],
  ])("answers 401 to a stranger with a body %s, and does not read it", async (_name, length) => {
    for (const path of ["/graphql", "/v1/images"]) {
      const stranger = client();
      stranger.send(postHead(path, JSON_TYPE, length));
      const flooding = flood(stranger, length === CHUNKED ? chunkOf(Buffer.alloc(MIB)) : Buffer.alloc(MIB), 64 * MIB);
      const answer = await stranger.answer();
      expect(answer).toMatchObject({ status: 401 });
      expect(codeOf(answer.body)).toBe("UNAUTHENTICATED");
      expect(answer.headers.get("connection")).toBe("close");
      await stranger.closed;
      await flooding;
      expect(server.bytesRead()).toBeLessThan(4 * MIB);
    }
    await stillAnswers();
  });

  it.each([
    ["/graphql", JSON_TYPE, Buffer.from('{"query": "'), MAX_BODY_BYTES],
    ["/v1/images", "Content-Type: image/jpeg", JPEG_START, MAX_IMAGE_BYTES],
  ])("answers 413 to more than %s takes, with or without a length, then hangs up", async (path, type, start, most) => {
    const declared = client();
    declared.send(postHead(path, KEY, type, `Content-Length: ${512 * MIB}`));
    const chunked = client();
    chunked.send(postHead(path, KEY, type, CHUNKED));
    chunked.send(chunkOf(start));
    const flooding = flood(chunked, chunkOf(Buffer.alloc(10_000, "A")), 64 * MIB);
    for (const sender of [declared, chunked]) {
      const answer = await sender.answer();
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.body)).toMatchObject({
        errors: [{ extensions: { code: "BODY_TOO_LARGE", maxBodyBytes: most } }],
      });
      await sender.closed;
    }
    await flooding;
    expect(server.saved).toEqual([]);
    await stillAnswers();
  });

  it("refuses a file that is no photo by its beginning, while the rest is still to come", async () => {
    for (const length of [CHUNKED, "Content-Length: 40000"]) {
      const sender = client();
      sender.send(postHead("/v1/images", KEY, length));
      const beginning = Buffer.from("GIF89a and more");
      sender.send(length === CHUNKED ? chunkOf(beginning) : beginning);
      const answer = await sender.answer();
      expect(answer.status).toBe(415);
      expect(codeOf(answer.body)).toBe("UNSUPPORTED_IMAGE");
      sender.close();
    }
  });

  it("judges a beginning that comes byte by byte, and one that is all there is", async () => {
    const slow = client();
    slow.send(postHead("/v1/images", KEY, `Content-Length: ${JPEG_START.length}`));
    for (const byte of JPEG_START) {
      slow.send(Uint8Array.of(byte));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await slow.answer()).status).toBe(201);
    expect(server.saved).toEqual([JPEG_START]);
    // The connection is kept.
    slow.send(`${postHead("/v1/images", KEY, "Content-Length: 2")}GI`);
    expect((await slow.answer()).status).toBe(415);
    slow.send(`${postHead("/graphql", KEY, JSON_TYPE, `Content-Length: ${QUERY.length}`)}${QUERY}`);
    expect((await slow.answer()).status).toBe(200);
    slow.close();
  });

  it.each(["/graphql", "/v1/images"])("drops a client that stops in the middle of a body to %s", async (path) => {
    for (const length of ["Content-Length: 1000", CHUNKED]) {
      const sender = client();
      sender.send(postHead(path, KEY, JSON_TYPE, length));
      const start = path === "/graphql" ? Buffer.from('{"query": "{ __ty') : JPEG_START;
      sender.send(length === CHUNKED ? chunkOf(start) : start);
      const answer = await sender.answer();
      expect(answer.status).toBe(408);
      expect(codeOf(answer.body)).toBe("REQUEST_TIMEOUT");
      await sender.closed;
    }
    expect(server.saved).toEqual([]);
    await stillAnswers();
  });

  it("survives a client that leaves in the middle of a body", async () => {
    const sender = client();
    sender.send(postHead("/v1/images", KEY, "Content-Length: 1000"));
    sender.send(JPEG_START);
    await new Promise((resolve) => setTimeout(resolve, 50));
    sender.close();
    await sender.closed;
    await stillAnswers();
    expect(server.saved).toEqual([]);
  });

  it("tells a client that asks first whether to send its body", async () => {
    const stranger = client();
    stranger.send(postHead("/graphql", JSON_TYPE, "Expect: 100-continue", "Content-Length: 90000"));
    expect((await stranger.answer()).status).toBe(401);
    stranger.close();
    const known = client();
    known.send(postHead("/graphql", KEY, JSON_TYPE, "Expect: 100-continue", `Content-Length: ${QUERY.length}`));
    expect((await known.answer()).status).toBe(100);
    known.send(QUERY);
    expect((await known.answer()).status).toBe(200);
    known.close();
    const huge = client();
    huge.send(postHead("/graphql", KEY, JSON_TYPE, "Expect: 100-continue", "Content-Length: 90000000"));
    expect((await huge.answer()).status).toBe(413);
    huge.close();
  });

  it("holds so many bodies at a time, and answers BUSY beyond", async () => {
    const almost = Buffer.from(`{"query": "${"A".repeat(MAX_BODY_BYTES - 100)}`);
    const senders = Array.from({ length: 9 }, () => client());
    for (const sender of senders) {
      sender.send(postHead("/graphql", KEY, JSON_TYPE, `Content-Length: ${MAX_BODY_BYTES}`));
      sender.send(almost);
    }
    const statuses = await Promise.all(senders.map(async (sender) => sender.answer()));
    // The ninth gets no room; the others are too slow to finish.
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([...Array<number>(8).fill(408), 503]);
    const busy = statuses.find(({ status }) => status === 503)!;
    expect(codeOf(busy.body)).toBe("BUSY");
    expect(busy.headers.get("retry-after")).toBe("1");
    for (const sender of senders) sender.close();
    await Promise.all(senders.map(({ closed }) => closed));
    await stillAnswers();
  });

  it.each([
    ["full by number", { count: 100, bytes: 1000 }],
    ["full by size", { count: 1, bytes: 256 * MIB }],
  ])("refuses an upload to a key that is %s before reading it", async (_name, waiting) => {
    server.state.waiting = [{ ...waiting, nextExpiry: new Date(Date.now() + 60_000) }];
    const sender = client();
    sender.send(postHead("/v1/images", KEY, "Content-Length: 40000"));
    const answer = await sender.answer();
    expect(answer.status).toBe(429);
    expect(codeOf(answer.body)).toBe("TOO_MANY_UPLOADS");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    sender.close();
    expect(server.saved).toEqual([]);
  });

  it("takes back the upload that turns out to be one too many", async () => {
    const expiry = { nextExpiry: new Date(Date.now() + 60_000) };
    server.state.waiting = [
      { count: 99, bytes: 0, ...expiry },
      { count: 101, bytes: 0, ...expiry },
    ];
    const sender = client();
    sender.send(postHead("/v1/images", KEY, `Content-Length: ${JPEG_START.length}`));
    sender.send(JPEG_START);
    expect((await sender.answer()).status).toBe(429);
    expect(server.taken).toEqual(["upload-1"]);
    sender.close();
  });
});

describe("slow clients", () => {
  let server: Awaited<ReturnType<typeof startHttp>>;
  const client = () => rawClient(server.http.url);

  beforeAll(async () => {
    server = await startHttp({ maxBodyPauseMs: 10_000, headersTimeout: 300, requestTimeout: 900 });
  });
  afterAll(async () => {
    server.http.cut();
    await server.http.drain(0);
    await server.stop();
  });

  it("are cut off in the middle of their headers, and when they say nothing, while others are answered", async () => {
    const slow = Array.from({ length: 50 }, () => client());
    const drip = setInterval(() => {
      for (const sender of slow.slice(1)) sender.send("X-Header: and so on\r\n");
    }, 20);
    for (const sender of slow.slice(1)) sender.send("POST /graphql HTTP/1.1\r\nHost: localhost\r\n");
    try {
      expect((await fetch(`${server.http.url}/livez`)).status).toBe(200);
      await Promise.all(slow.map(({ closed }) => closed));
      for (const { received } of slow) expect(received).toMatch(/^HTTP\/1\.1 408 /);
      expect((await fetch(`${server.http.url}/livez`)).status).toBe(200);
    } finally {
      clearInterval(drip);
    }
  });

  it("are cut off when they drip a body for too long, though they never pause", async () => {
    const sender = client();
    sender.send(postHead("/graphql", KEY, JSON_TYPE, "Content-Length: 50000"));
    const drip = setInterval(() => sender.send("{"), 20);
    try {
      await sender.closed;
      expect(sender.received).toMatch(/^HTTP\/1\.1 408 /);
    } finally {
      clearInterval(drip);
    }
  });

  it("get 431 for headers without end", async () => {
    const sender = client();
    sender.send(postHead("/graphql", `X-Header: ${"a".repeat(20_000)}`));
    await sender.closed;
    expect(sender.received).toMatch(/^HTTP\/1\.1 431 /);
  });
});
