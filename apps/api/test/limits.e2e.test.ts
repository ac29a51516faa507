import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { image, portrait } from "./support/photos.js";
import { API_KEY, TestServer, WHO_IS_IT } from "./support/server.js";

const METRICS_TOKEN = "token-of-the-metrics-collector";

describe("limits and figures", () => {
  let server: TestServer;
  let photo: { base64: string };

  beforeAll(async () => {
    server = await TestServer.start({
      BOOTSTRAP_API_KEY: API_KEY,
      NODE_ENV: "production",
      VERIFY_PER_MINUTE: "3",
      WHO_IS_IT_PER_MINUTE: "4",
      METRICS_TOKEN,
    });
    photo = image(await portrait("ada"));
    await server.enroll({ externalId: "ada", photos: [photo] });
  });
  afterAll(() => server?.stop());

  const row = "kind candidates { person { id photos { id createdAt } } }";
  const many = (count: number, text: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join(" ");
  it.each([
    ["nested too deeply", `{ people { ${many(6, () => "edges { node {")} id ${many(6, () => "} }")} } }`],
    ["with too many aliases", `{ ${many(16, (i) => `a${i}: person(externalId: "x") { id }`)} }`],
    ["with too many directives", `{ sites { nodes { ${many(21, () => "id @include(if: true)")} } } }`],
    ["that would answer too much", `{ attempts(first: 100) { nodes { ${row} } edges { node { ${row} } } } }`],
    [
      "that costs too much through aliases",
      `{ ${many(3, (i) => `a${i}: attempts(first: 100) { nodes { ${row} } }`)} }`,
    ],
    [
      "that costs too much through fragments",
      `query { attempts(first: 100) { ...A ...B } } fragment A on AttemptConnection { nodes { ${row} } }
       fragment B on AttemptConnection { edges { node { ${row} } } }`,
    ],
    [
      "that asks for too many photos to be looked at",
      `query ($input: WhoIsItInput!) { ${many(15, (i) => `a${i}: whoIsIt(input: $input) { __typename }`)}
       ${many(6, () => "whoIsIt(input: $input) { __typename }")} }`,
    ],
  ])("refuses a document %s before anything of it runs", async (_name, query) => {
    const { status, body } = await server.post({
      query,
      ...(query.includes("$input") ? { variables: { input: { photo } } } : {}),
    });
    expect(status).toBe(400);
    expect(body.errors).toContainEqual(expect.objectContaining({ extensions: { code: "QUERY_TOO_COMPLEX" } }));
    expect(body.data).toBeUndefined();
  });

  it.each([
    ["depth", `{ people { edges { node { photos { quality { score } } } } } }`],
    [
      "cost",
      `{ attempts(first: 100) { nodes { ${row} } pageInfo { hasNextPage endCursor } } people(first: 50) { nodes { id } } }`,
    ],
  ])("answers an honest document within the %s", async (_name, query) => {
    await server.call(query);
  });

  it("counts every root field, so that aliases do not help", async () => {
    const query = `mutation ($input: VerifyInput!) { ${["a", "b", "c", "d", "e"]
      .map((alias) => `${alias}: verify(input: $input) { __typename ... on RateLimited { code retryAfterMs } }`)
      .join(" ")} }`;
    const answers = Object.values<{ __typename: string }>(
      await server.call(query, { input: { externalId: "ada", photo } }),
    );
    expect(answers.map(({ __typename }) => __typename)).toEqual([
      ...Array(3).fill("Verification"),
      "RateLimited",
      "RateLimited",
    ]);
    expect(answers[3]).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: expect.any(Number) });
    // verify used up its own count, not that of whoIsIt.
    expect(await server.whoIsIt({ photo })).toMatchObject({ outcome: "IDENTIFIED" });
    const { attempts } = await server.call("{ attempts { nodes { kind } } }");
    expect(attempts.nodes.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      ...["ENROLL", "IDENTIFY", "VERIFY", "VERIFY", "VERIFY"],
    ]);
  });

  it("tells nothing of its schema in production", async () => {
    const introspection = await server.post({ query: "{ __schema { types { name } } }" });
    expect(introspection.body.errors).toHaveLength(1);
    const misspelt = await server.post({ query: "{ peopel { nodes { id } } }" });
    expect(misspelt.text).not.toContain("people");
    const page = await fetch(`${server.url}/graphql`, {
      headers: { accept: "text/html", authorization: `Bearer ${API_KEY}` },
    });
    expect(page.status).toBe(405);
  });

  it("shows its figures to whoever has the token, and nothing of people", async () => {
    const ask = (headers: Record<string, string> = {}) => fetch(`${server.url}/metrics`, { headers });
    expect((await ask()).status).toBe(403);
    expect((await ask({ authorization: `Bearer ${API_KEY}` })).status).toBe(403);
    const answer = await ask({ authorization: `Bearer ${METRICS_TOKEN}` });
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    const text = await answer.text();
    const figure = (name: string) =>
      Number(new RegExp(`^${name.replace(/[{}]/g, "\\$&")} (\\S+)$`, "m").exec(text)?.[1]);
    expect(figure('facenet_operations_total{field="verify",outcome="ACCEPT"}')).toBe(3);
    expect(figure('facenet_operations_total{field="verify",outcome="RATE_LIMITED"}')).toBe(2);
    expect(figure('facenet_operations_total{field="whoIsIt",outcome="IDENTIFIED"}')).toBe(1);
    expect(figure('facenet_photo_stage_duration_seconds_count{stage="embed"}')).toBe(5);
    expect(figure('facenet_http_requests_total{route="/graphql",status="400"}')).toBeGreaterThan(5);
    expect(figure('facenet_engine_photos{state="waiting"}')).toBe(0);
    expect(figure("process_resident_memory_bytes")).toBeGreaterThan(1e7);
    expect(text).not.toContain("ada");
  });
});

describe("the figures without a token", () => {
  it("are shown on the same machine, but not through a proxy", async () => {
    const server = await TestServer.start({ BOOTSTRAP_API_KEY: API_KEY });
    try {
      expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
      const passedOn = await fetch(`${server.url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.7" } });
      expect(passedOn.status).toBe(403);
      await server.post({ query: WHO_IS_IT, variables: {} });
    } finally {
      await server.stop();
    }
  });
});
