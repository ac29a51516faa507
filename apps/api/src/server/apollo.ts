import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { type ApiContext, currentRequest } from "./context.js";
import { createErrorFormatter, loggableError } from "./error-format.js";
import { LIMIT_RULES, QUERY_LIMITS, tooCostly } from "./query-limits.js";
import { findBadVariable } from "./variable-check.js";

export function createApollo(schema: GraphQLSchema, options: { log: Logger; production: boolean }) {
  return new ApolloServer<ApiContext>({
    schema,
    introspection: !options.production,
    hideSchemaDetailsFromClientErrors: options.production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    // main.ts decides the order in which things stop.
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: QUERY_LIMITS.tokens },
    validationRules: [...LIMIT_RULES],
    logger: quietLogger(options.log),
    formatError: createErrorFormatter({
      correlationId: () => currentRequest()?.requestId ?? "none",
      reportInternal: (error, correlationId) => {
        // Nobody is there to be answered: the request is logged as one whose client left.
        if (currentRequest()?.clientLeft === true) return;
        options.log.error({ requestId: correlationId, err: loggableError(error) }, "internal error");
      },
      note: (code) => currentRequest()?.errorCodes.push(code),
    }),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      operationCheck,
    ],
  });
}

/** What is checked when the operation is known and nothing of it has run. */
const operationCheck: ApolloServerPlugin<ApiContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        if (operation === undefined) return;
        const record = currentRequest();
        if (record !== undefined) {
          record.operation = operation.selectionSet.selections.map((selection) =>
            selection.kind === "Field" ? selection.name.value : "...",
          );
        }
        const variables = request.variables ?? {};
        const problem =
          findBadVariable(schema, operation, variables) ??
          tooCostly(schema, { document, operationName: operation.name?.value, variables });
        if (problem !== undefined) throw problem;
      },
    };
  },
};

/** Apollo's own messages may quote requests: only that there was one is kept. */
function quietLogger(log: Logger) {
  const at = (level: "debug" | "info" | "warn" | "error") => () => log[level]("message of Apollo Server");
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
