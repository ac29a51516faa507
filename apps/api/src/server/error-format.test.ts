import { GraphQLError } from "graphql";
import { describe, expect, it } from "vitest";
import { InvalidCursorError } from "../modules/paging/page.js";
import { ClientError } from "../modules/problems/client-error.js";
import { DatabaseUnavailableError } from "../modules/problems/database-unavailable.js";
import { createErrorFormatter, loggableError, withoutValues } from "./error-format.js";

const MARKER = "MARKER";

function formatted(error: GraphQLError) {
  const reported: unknown[] = [];
  const format = createErrorFormatter({
    correlationId: () => "id-1",
    reportInternal: (cause) => reported.push(cause),
    note: () => undefined,
  });
  return { answer: format(error.toJSON(), error), reported };
}

function thrownByResolver(cause: Error): GraphQLError {
  return new GraphQLError(cause.message, { originalError: cause, path: ["people"] });
}

describe("the error formatter", () => {
  it("masks what was not written for the client, and reports it under the correlation id", () => {
    const cause = new Error(`boom ${MARKER}`);
    const { answer, reported } = formatted(thrownByResolver(cause));
    expect(answer).toEqual({
      message: "Internal server error",
      path: ["people"],
      extensions: { code: "INTERNAL", correlationId: "id-1" },
    });
    expect(reported).toEqual([cause]);
  });

  it("masks a GraphQL error of a resolver that poses as one of the request", () => {
    const error = new GraphQLError(MARKER, { path: ["people"], extensions: { code: "BAD_USER_INPUT" } });
    expect(formatted(error).answer.message).toBe("Internal server error");
  });

  it.each([
    [new ClientError("No.", { code: "FORBIDDEN", http: { status: 400 } }), { code: "FORBIDDEN" }],
    [new DatabaseUnavailableError(), { code: "DATABASE_UNAVAILABLE", retryAfterMs: 2000 }],
    [new InvalidCursorError(MARKER), { code: "INVALID_INPUT", field: "after" }],
  ])("passes %s on", (cause, extensions) => {
    const { answer, reported } = formatted(cause instanceof GraphQLError ? cause : thrownByResolver(cause));
    expect(answer.extensions).toEqual(extensions);
    expect(JSON.stringify(answer)).not.toContain(MARKER);
    expect(reported).toEqual([]);
  });
});

describe("withoutValues", () => {
  it.each([
    'Cannot query field "nope" on type "Query".',
    'Variable "$input" of required type "EnrollInput!" was not provided.',
    'Unknown argument "x" on field "Query.people".',
  ])("keeps %s", (message) => {
    expect(withoutValues(message, "other")).toBe(message);
  });

  it.each([
    'Variable "$input" got invalid value "MARKER" at "input.externalId"; String cannot represent a non string value',
    "String cannot represent a non string value: MARKER",
    'Value "MARKER" does not exist in "FaceSelection" enum.',
    'Expected value of type "Int", found "MARKER".',
    'Field "x\\" of required type \\"A\\" was not provided. MARKER" is not defined by type "EnrollInput".',
    'Syntax Error: Expected Name, found String "MARKER".',
  ])("replaces %s", (message) => {
    expect(withoutValues(message, "other")).toBe("other");
  });
});

describe("loggableError", () => {
  it("keeps no message that may hold data", () => {
    const unique = Object.assign(new Error(`Key (external_id)=(${MARKER}) already exists.`), { code: "23505" });
    const prisma = Object.assign(new Error(MARKER), { name: "PrismaClientKnownRequestError", code: "P2002" });
    for (const error of [unique, prisma, new SyntaxError(MARKER), new GraphQLError(MARKER), MARKER]) {
      expect(JSON.stringify(loggableError(error))).not.toContain(MARKER);
    }
  });

  it("keeps the message of an ordinary error, its frames and its cause", () => {
    const error = new Error("outer", { cause: new Error("inner") });
    expect(loggableError(error)).toMatchObject({ name: "Error", message: "outer", cause: { message: "inner" } });
    expect(loggableError(error).stack).not.toHaveLength(0);
  });
});
