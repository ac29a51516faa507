import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { InvalidCursorError } from "../modules/paging/page.js";
import { ClientError, toClientError } from "../modules/problems/client-error.js";
import { DatabaseUnavailableError } from "../modules/problems/database-unavailable.js";
import type { RequestErrorCode } from "../modules/problems/error-codes.js";

/**
 * Messages of graphql-js that hold nothing but names of the schema and names within the document (word characters). All
 * others are replaced, because graphql-js likes to show the value that it did not like, and values are photos and names.
 */
const HARMLESS_VALIDATION = [
  /^Cannot query field "\w+" on type "\w+"\.( Did you mean .*)?$/,
  /^Unknown argument "\w+" on field "[\w.]+"\.( Did you mean .*)?$/,
  /^Unknown type "\w+"\.( Did you mean .*)?$/,
  /^Unknown fragment "\w+"\.$/,
  /^Field "[\w.]+" of required type "[\w![\]]+" was not provided\.$/,
  /^Field "\w+" argument "\w+" of type "[\w![\]]+" is required, but it was not provided\.$/,
  /^Field "\w+" of type "[\w![\]]+" must have a selection of subfields\. Did you mean "\w+ \{ \.\.\. \}"\?$/,
  /^Field "\w+" must not have a selection since type "[\w![\]]+" has no subfields\.$/,
  /^Variable "\$\w+" is not defined( by operation "\w+")?\.$/,
  /^Variable "\$\w+" is never used( in operation "\w+")?\.$/,
  /^Variable "\$\w+" of type "[\w![\]]+" used in position expecting type "[\w![\]]+"\.$/,
  /^Variable "\$\w+" of required type "[\w![\]]+" was not provided\.$/,
  /^Variable "\$\w+" has an invalid value at "[\w.]+"( \(expected \w+\))?\.$/,
  /^Fragment "\w+" cannot be spread here as objects of type "\w+" can never be of type "\w+"\.$/,
  /^GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type\./,
];

export function withoutValues(message: string, fallback: string): string {
  return HARMLESS_VALIDATION.some((pattern) => pattern.test(message)) ? message : fallback;
}

const REQUEST_ERRORS: Readonly<Partial<Record<RequestErrorCode, string>>> = {
  GRAPHQL_PARSE_FAILED: "The document is not valid GraphQL.",
  GRAPHQL_VALIDATION_FAILED: "The document does not fit the schema.",
  BAD_USER_INPUT: "A variable does not fit its type.",
  BAD_REQUEST: "The request is not a GraphQL request: POST a JSON object with a query.",
  OPERATION_RESOLUTION_FAILURE: "The document holds no single operation, or none of the given name.",
  PERSISTED_QUERY_NOT_SUPPORTED: "Persisted queries are not supported.",
};

export interface FormattingTools {
  correlationId: () => string;
  /** Gets every error that is masked. */
  reportInternal: (error: unknown, correlationId: string) => void;
  note: (code: string) => void;
}

/** Nothing leaves the server that was not written for the client. */
export function createErrorFormatter(tools: FormattingTools) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const answered = format(formatted, error, tools);
    tools.note(String(answered.extensions?.code));
    return answered;
  };
}

function format(formatted: GraphQLFormattedError, error: unknown, tools: FormattingTools): GraphQLFormattedError {
  const cause = causeOf(error);
  const place = {
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
  };
  const client = writtenForClients(cause);
  if (client !== undefined) {
    // `http` tells Apollo the status and is not for the client.
    const { http: _http, ...extensions } = client.extensions;
    return { message: client.message, ...place, extensions };
  }

  const code = String(formatted.extensions?.code ?? "");
  const fallback = Object.hasOwn(REQUEST_ERRORS, code) ? REQUEST_ERRORS[code as RequestErrorCode] : undefined;
  // Only graphql-js and Apollo make these, before a resolver has run: a resolver's error of this code has a path.
  if (fallback !== undefined && error instanceof GraphQLError && error.path === undefined) {
    const tooManyTokens = code === "GRAPHQL_PARSE_FAILED" && /contains more th[ae]n \d+ tokens/.test(error.message);
    const message = tooManyTokens ? "The document is too long." : withoutValues(error.message, fallback);
    return { message, ...place, extensions: { code } };
  }
  const correlationId = tools.correlationId();
  tools.reportInternal(cause, correlationId);
  return { message: "Internal server error", ...place, extensions: { code: "INTERNAL", correlationId } };
}

/** The error as it was thrown: by a resolver, by a hook, or by a validation rule of ours. */
function causeOf(error: unknown): unknown {
  if (error instanceof GraphQLError && error.originalError instanceof ClientError) return error.originalError;
  return unwrapResolverError(error);
}

function writtenForClients(cause: unknown): ClientError | undefined {
  if (cause instanceof ClientError) return cause;
  if (cause instanceof DatabaseUnavailableError) {
    return toClientError({ kind: "databaseUnavailable", retryAfterMs: cause.retryAfterMs });
  }
  if (cause instanceof InvalidCursorError) {
    return toClientError({ kind: "invalidInput", field: "after", reason: "after is not a cursor of this list." });
  }
  return undefined;
}

const DATABASE_CODE = /^(?:P\d{4}|[0-9A-Z]{5})$/;

/**
 * What may be logged of an error. Messages of the database, of Prisma and of JSON.parse hold values, so only their name,
 * code and stack frames are kept; the message of an ordinary Error is ours or the engine's.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  const speaksOfData =
    error instanceof SyntaxError ||
    error instanceof GraphQLError ||
    error.name.startsWith("Prisma") ||
    error.name.startsWith("DriverAdapter") ||
    (typeof code === "string" && DATABASE_CODE.test(code));
  return {
    name: error.name,
    ...(typeof code === "string" ? { code } : {}),
    ...(speaksOfData ? {} : { message: error.message.slice(0, 300) }),
    stack: (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)),
    ...(error.cause === undefined ? {} : { cause: loggableError(error.cause) }),
  };
}
