import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MARKER } from "./support/bad-photos.js";
import { image, portrait } from "./support/photos.js";
import { postHead, rawClient } from "./support/raw-client.js";
import { API_KEY, ENROLL, TestServer, VERIFY, WHO_IS_IT } from "./support/server.js";

const TINY = Buffer.from("no photo").toString("base64");
/** Levels of JSON; a recursive reader would run out of stack. */
const DEPTH = 200_000;
const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const LONE_SURROGATE = "\ud800";

describe("hostile requests", () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start({
      BOOTSTRAP_API_KEY: API_KEY,
      NODE_ENV: "production",
      LOG_LEVEL: "trace",
    });
  });
  afterAll(() => server?.stop());

  async function post(body: string | Uint8Array, headers: Record<string, string> = {}) {
    const response = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json", ...headers },
      body: body as string,
    });
    const text = await response.text();
    expect(text).not.toContain(MARKER);
    const answer = JSON.parse(text) as {
      data?: Record<string, { code?: string; field?: string }> | null;
      errors?: { message: string; extensions: { code: string } }[];
    };
    return { status: response.status, answer };
  }

  it.each([
    ["neither base64 nor uploadId", {}, ""],
    ["both base64 and uploadId", { base64: TINY, uploadId: "x" }, ""],
    ["both, and both empty", { base64: "", uploadId: "" }, ""],
    ["null for both", { base64: null, uploadId: null }, ""],
    ["an empty base64", { base64: "" }, ".base64"],
    ["base64 of blanks", { base64: " \n\t" }, ".base64"],
    ["padding alone", { base64: "====" }, ".base64"],
    ["base64 of another alphabet", { base64: `${MARKER}-_` }, ".base64"],
    ["text that is no base64", { base64: `<img src="${MARKER}">` }, ".base64"],
    ["base64 with a control character", { base64: `${TINY.slice(0, 4)}\u0000${TINY.slice(4)}` }, ".base64"],
    ["base64 with a lone surrogate", { base64: LONE_SURROGATE + TINY }, ".base64"],
    ["a data URL of something else", { base64: `data:text/html,${MARKER}` }, ".base64"],
    ["a data URL without data", { base64: "data:image/jpeg;base64," }, ".base64"],
    ["a huge uploadId", { uploadId: MARKER.repeat(1000) }, ".uploadId"],
  ])("answers INVALID_INPUT to %s", async (_name, photo, field) => {
    const refused = (path: string) => ({ code: "INVALID_INPUT", field: `${path}${field}` });
    expect(await server.enroll({ externalId: "a", photos: [photo] })).toMatchObject(refused("photos.0"));
    expect(await server.verify({ externalId: "a", photo })).toMatchObject(refused("photo"));
    expect(await server.whoIsIt({ photo })).toMatchObject(refused("photo"));
    expect(await server.detectFaces({ photo })).toMatchObject(refused("photo"));
  });

  it.each([
    ["an unknown uploadId", { uploadId: MARKER }, "UPLOAD_NOT_FOUND"],
    ["an empty uploadId", { uploadId: "" }, "UPLOAD_NOT_FOUND"],
    ["an uploadId with a lone surrogate", { uploadId: LONE_SURROGATE }, "UPLOAD_NOT_FOUND"],
    ["an uploadId with a control character", { uploadId: "\u0000" }, "UPLOAD_NOT_FOUND"],
    ["base64 of nothing that is a photo", { base64: TINY }, "UNSUPPORTED_IMAGE"],
  ])("finds nothing behind %s", async (_name, photo, code) => {
    expect(await server.enroll({ externalId: "a", photos: [photo] })).toMatchObject({ code });
    expect(await server.verify({ externalId: "a", photo })).toMatchObject({ code });
    expect(await server.whoIsIt({ photo })).toMatchObject({ code });
    expect(await server.detectFaces({ photo })).toMatchObject({ code });
  });

  it.each([
    ["empty", ""],
    ["a blank", " "],
    ["with a blank in front", ` ${MARKER}`],
    ["with a control character", `${MARKER}\u0007`],
    ["with a NUL", `${MARKER}\u0000`],
    ["with a line separator", `${MARKER}\u2028`],
    ["with a lone surrogate", MARKER + LONE_SURROGATE],
    ["of a megabyte", MARKER.repeat(120_000)],
  ])("answers INVALID_INPUT to an external id that is %s", async (_name, externalId) => {
    const refused = { code: "INVALID_INPUT", field: "externalId" };
    const photo = { base64: TINY };
    expect(await server.enroll({ externalId, photos: [photo] })).toMatchObject(refused);
    expect(await server.verify({ externalId, photo })).toMatchObject(refused);
    const { body } = await server.post({
      query: "query ($id: String!) { person(externalId: $id) { id } }",
      variables: { id: externalId },
    });
    expect(body.errors[0].extensions).toEqual(refused);
  });

  it.each([
    ["search", "people(search: $text)"],
    ["cursor", "people(after: $text)"],
    ["cursor of attempts", "attempts(after: $text)"],
    ["cursor of sites", "sites(after: $text)"],
  ])("answers a %s of any characters", async (_name, field) => {
    for (const text of [`${MARKER}\u0000`, LONE_SURROGATE, "%_\\", "'; DROP TABLE person; --", "\u202e\u{1f600}"]) {
      const query = `query ($text: String) { ${field} { nodes { __typename } } }`;
      const { status, answer } = await post(JSON.stringify({ query, variables: { text } }));
      expect(status).toBeLessThan(500);
      expect(["INVALID_INPUT", undefined]).toContain(answer.errors?.[0]?.extensions.code);
    }
  });

  const asJson = (input: string, query = WHO_IS_IT) =>
    `{"query": ${JSON.stringify(query)}, "variables": {"input": ${input}}}`;
  const PHOTO = `"photo": {"base64": "${TINY}"}`;
  it.each([
    ["NaN", asJson(`{${PHOTO}, "limit": NaN}`), 400, "BAD_REQUEST"],
    ["Infinity", asJson(`{${PHOTO}, "limit": -Infinity}`), 400, "BAD_REQUEST"],
    ["a number beyond all numbers", asJson(`{${PHOTO}, "limit": 1e999}`), 400, "BAD_USER_INPUT"],
    ["a number beyond an Int", asJson(`{${PHOTO}, "limit": 2147483648}`), 400, "BAD_USER_INPUT"],
    ["a number of a thousand digits", asJson(`{${PHOTO}, "limit": ${"9".repeat(1000)}}`), 400, "BAD_USER_INPUT"],
    ["a broken number", asJson(`{${PHOTO}, "limit": 1.5}`), 400, "BAD_USER_INPUT"],
    ["a number for text", asJson(`{${PHOTO}, "externalId": 7}`, VERIFY), 400, "BAD_USER_INPUT"],
    ["deep JSON for a photo", asJson(`{"photo": ${deep(DEPTH)}}`), 400, "BAD_USER_INPUT"],
    ["deep JSON for text", asJson(`{${PHOTO}, "externalId": ${deep(DEPTH)}}`, VERIFY), 400, "BAD_USER_INPUT"],
    ["deep JSON for a list", asJson(`{"externalId": "a", "photos": ${deep(DEPTH)}}`, ENROLL), 400, "BAD_USER_INPUT"],
    [
      "deep JSON for a date",
      asJson(
        `{"externalId": "a", "photos": [], "consent": {"basis": "a", "textVersion": "a",
      "obtainedAt": ${deep(DEPTH)}}}`,
        ENROLL,
      ),
      400,
      "BAD_USER_INPUT",
    ],
    ["deep JSON for a document", `{"query": ${deep(DEPTH)}}`, 400, "BAD_REQUEST"],
    ["deep JSON for everything", deep(DEPTH), 400, "BAD_REQUEST"],
    ["a deep document", JSON.stringify({ query: `{ a(b: ${deep(900)}) }` }), 400, "GRAPHQL_VALIDATION_FAILED"],
    ["__proto__ as a field", asJson(`{${PHOTO}, "__proto__": {"limit": 3}}`), 400, "BAD_USER_INPUT"],
    ["constructor as a field", asJson(`{${PHOTO}, "constructor": {"prototype": {"limit": 3}}}`), 400, "BAD_USER_INPUT"],
    ["hasOwnProperty as a field", asJson(`{"photo": {"hasOwnProperty": 1}}`), 400, "BAD_USER_INPUT"],
    ["a list of variables", `{"query": "{ __typename }", "variables": [1]}`, 400, "BAD_REQUEST"],
    ["text for variables", `{"query": "{ __typename }", "variables": "${MARKER}"}`, 400, "BAD_REQUEST"],
    [
      "a hash for a document",
      `{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "${MARKER}"}}}`,
      200,
      "PERSISTED_QUERY_NOT_SUPPORTED",
    ],
    [
      "several operations, none named",
      `{"query": "query A { __typename } query B { __typename }"}`,
      400,
      "OPERATION_RESOLUTION_FAILURE",
    ],
    ["several requests", "[{}]", 400, "BAD_REQUEST"],
    ["text", `"${MARKER}"`, 400, "BAD_REQUEST"],
    ["null", "null", 400, "BAD_REQUEST"],
    ["nothing", "", 400, "BAD_REQUEST"],
    ["blanks", " ".repeat(1_000_000), 400, "BAD_REQUEST"],
    ["a document that is cut short", `{"query": "{ __typename }`, 400, "BAD_REQUEST"],
    ["two documents in one body", `{"query": "{ __typename }"}{"query": "${MARKER}"}`, 400, "BAD_REQUEST"],
  ])("answers %s with a code", async (_name, body, status, code) => {
    expect(await post(body)).toMatchObject({ status, answer: { errors: [{ extensions: { code } }] } });
  });

  it.each([
    ["a deep extension", `{"query": "{ __typename }", "extensions": {"a": ${deep(DEPTH)}}}`],
    ["deep variables that nobody asks for", `{"query": "{ __typename }", "variables": {"a": ${deep(DEPTH)}}}`],
    ["__proto__ beside the document", `{"query": "{ __typename }", "__proto__": {"query": "{ ${MARKER} }"}}`],
    ["__proto__ among the variables", `{"query": "{ __typename }", "variables": {"__proto__": {"polluted": 1}}}`],
    ["a byte order mark", `\ufeff{"query": "{ __typename }"}`],
    ["a key that comes twice: the last counts", `{"query": "{ ${MARKER} }", "query": "{ __typename }"}`],
  ])("is not troubled by %s", async (_name, body) => {
    expect(await post(body)).toEqual({ status: 200, answer: { data: { __typename: "Query" } } });
  });

  const good = JSON.stringify({ query: "{ __typename }" });
  it.each([
    ["no content type", good, { "content-type": "" }],
    ["a form", "query=%7B__typename%7D", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text, which browsers send unasked", good, { "content-type": "text/plain" }],
    ["multipart", good, { "content-type": "multipart/form-data; boundary=x" }],
    ["a GraphQL document", "{ __typename }", { "content-type": "application/graphql" }],
    ["a type that begins alike", good, { "content-type": "application/json-seq" }],
    ["UTF-16", Buffer.from(good, "utf16le"), { "content-type": "application/json; charset=utf-16" }],
    ["gzip", gzipSync(good), { "content-encoding": "gzip" }],
    ["a gzip bomb", gzipSync(Buffer.alloc(200_000_000, " ")), { "content-encoding": "gzip" }],
    ["an encoding that nobody knows", good, { "content-encoding": "zstd, aws-chunked" }],
  ])("answers 415 to %s", async (_name, body, headers) => {
    const unsupported = { status: 415, answer: { errors: [{ extensions: { code: "BAD_REQUEST" } }] } };
    expect(await post(body, headers as unknown as Record<string, string>)).toMatchObject(unsupported);
  });

  it("answers 400 to UTF-8 that is none", async () => {
    const body = Buffer.concat([
      Buffer.from('{"query": "{ __typename }", "operationName": "'),
      Buffer.of(0xff),
      Buffer.from('"}'),
    ]);
    expect(await post(body)).toMatchObject({
      status: 400,
      answer: { errors: [{ extensions: { code: "BAD_REQUEST" } }] },
    });
  });

  it.each([
    ["two lengths", ["Content-Length: 10", "Content-Length: 20"]],
    ["a length and chunks", ["Content-Length: 10", "Transfer-Encoding: chunked"]],
    ["a length that is no number", ["Content-Length: ten"]],
    ["a negative length", ["Content-Length: -1"]],
    ["chunks of no known size", ["Transfer-Encoding: chunked", `X: y\r\n\r\n${MARKER}`]],
  ])("hangs up on a request with %s", async (_name, headers) => {
    const client = rawClient(server.url);
    client.send(postHead("/graphql", `Authorization: Bearer ${API_KEY}`, "Content-Type: application/json", ...headers));
    client.send("0123456789");
    await client.closed;
    expect(client.received).toMatch(/^HTTP\/1\.1 400 /);
    expect(client.received).not.toContain(MARKER);
  });

  it("does not take what follows a body that is longer than it says for part of it", async () => {
    const client = rawClient(server.url);
    const head = postHead(
      "/graphql",
      `Authorization: Bearer ${API_KEY}`,
      "Content-Type: application/json",
      `Content-Length: ${good.length}`,
    );
    client.send(`${head}${good}${MARKER}\r\n\r\n`);
    // Node may refuse the rest before the answer to what came first is out.
    expect([200, 400]).toContain((await client.answer()).status);
    await client.closed;
    expect(client.received).not.toContain(MARKER);
  });

  it.each(["/", "/v1/images/anything", "/v1/images/..%2f", "/graphql/anything", `/%ff${MARKER}`, "/v1", "//graphql"])(
    "has nothing at %s",
    async (path) => {
      const response = await fetch(server.url + path, {
        method: "POST",
        headers: { authorization: `Bearer ${API_KEY}` },
      });
      const text = await response.text();
      expect(response.status).toBe(404);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
      expect(text).not.toContain(MARKER);
    },
  );

  it("still recognises, has logged nothing of it, and took nothing for a fault of its own", async () => {
    const photo = image(await portrait("ada"));
    await server.enroll({ externalId: "ada", photos: [photo] });
    expect(await server.whoIsIt({ photo })).toMatchObject({ outcome: "IDENTIFIED" });
    expect(server.log).not.toContain(MARKER);
    expect(server.log).not.toContain("internal error");
    expect(server.log).not.toContain(API_KEY);
  });
});
