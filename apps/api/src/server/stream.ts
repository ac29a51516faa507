import type { RequestHandler } from "express";
import { type GraphQLSchema, specifiedRules, type ValidationRule, validate } from "graphql";
import { createHandler } from "graphql-sse/lib/use/express";
import { ClientError } from "../modules/problems/index.js";
import { type ApiContext, currentRequest } from "./context.js";
import { LIMIT_RULES } from "./query-limits.js";
import { sendError } from "./send-error.js";

/** Streams that are open at the same time; each takes a connection. */
const MAX_STREAMS = 200;
/** Then a stream ends and its client comes again, with a session or key that is still good. */
const LIFETIME_MS = 10 * 60_000;

/** What the library takes for a context; an interface is not enough for it. */
type StreamContext = { [Key in keyof ApiContext]: ApiContext[Key] };

/** What answers at once belongs to POST /graphql, where its cost is reckoned. */
const onlySubscriptions: ValidationRule = (context) => ({
  OperationDefinition: ({ operation }) => {
    if (operation === "subscription") return;
    context.reportError(new ClientError("Only subscriptions are streamed.", { code: "BAD_REQUEST" }));
  },
});

/** `POST /graphql/stream`: subscriptions as server-sent events. Comes after authentication and the reading of the body. */
export function createStream(schema: GraphQLSchema): { handle: RequestHandler; closeAll(): void } {
  const open = new Set<AbortController>();
  const handler = createHandler<StreamContext>({
    schema,
    validate: (given, document) => validate(given, document, [...specifiedRules, ...LIMIT_RULES, onlySubscriptions]),
    context: () => {
      const record = currentRequest();
      if (record?.principal === undefined) throw new Error("A stream got in without a caller.");
      const { principal, requestId, signal } = record;
      if (signal === undefined) throw new Error("A stream has no end.");
      return { principal, requestId, signal };
    },
  });
  return {
    handle: async (request, response, next) => {
      const record = currentRequest();
      if (record === undefined) throw new Error("A stream got in without a request.");
      if (open.size >= MAX_STREAMS) {
        return sendError(response, 503, "BUSY", "Too many streams are open.", { retryAfterMs: 10_000 });
      }
      const controller = new AbortController();
      record.signal = controller.signal;
      open.add(controller);
      const end = () => controller.abort();
      const lifetime = setTimeout(end, LIFETIME_MS);
      response.once("close", end);
      controller.signal.addEventListener("abort", () => {
        clearTimeout(lifetime);
        open.delete(controller);
        response.end();
      });
      record.operation = ["attemptRecorded"];
      await handler(request, response).catch(next);
    },
    closeAll: () => {
      for (const controller of open) controller.abort();
    },
  };
}
