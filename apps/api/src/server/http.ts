import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import express, { type ErrorRequestHandler, type RequestHandler, type Response } from "express";
import type { Logger } from "pino";
import type { AccessService } from "../modules/access/index.js";
import type { UploadStore } from "../modules/photos/index.js";
import { DatabaseUnavailableError, messageOf } from "../modules/problems/index.js";
import { type ApiContext, currentRequest, type RequestRecord, runInRequest } from "./context.js";
import { errorBody, loggableError } from "./error-format.js";
import { checkReadiness } from "./health.js";
import type { Metrics } from "./metrics.js";
import { showMetrics } from "./metrics-endpoint.js";
import { receiveUpload } from "./uploads.js";

export interface HttpParts {
  apollo: ApolloServer<ApiContext>;
  access: AccessService;
  log: Logger;
  uploads: Pick<UploadStore, "save">;
  maxBodyBytes: number;
  maxImageBytes: number;
  metrics: Metrics;
  metricsToken: string | undefined;
  readinessProbes: Readonly<Record<string, () => Promise<boolean>>>;
}

export function createHttpApp(parts: HttpParts): express.Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(openRequest(parts));
  app.get("/livez", (_request, response) => {
    response.json({ live: true });
  });
  app.get("/readyz", async (_request, response) => {
    const readiness = await checkReadiness(parts.readinessProbes);
    response.status(readiness.ready ? 200 : 503).json(readiness);
  });
  app.get("/metrics", showMetrics(parts.metrics, parts.metricsToken));
  app.use(
    "/graphql",
    postOnly,
    // Before the body is parsed: whoever has no key gets nothing read.
    authenticate(parts.access),
    express.json({ limit: parts.maxBodyBytes, strict: true }),
    expressMiddleware(parts.apollo, {
      context: async ({ res }) => {
        const record = currentRequest();
        if (record?.caller === undefined) throw new Error("A call got in without a caller.");
        return { caller: record.caller, requestId: record.requestId, signal: abortedWhenClientLeaves(res, record) };
      },
    }) as unknown as RequestHandler,
  );
  app.use("/v1/images", postOnly, authenticate(parts.access), ...receiveUpload(parts.uploads, parts.maxImageBytes));
  app.use((_request, response) => {
    response.status(404).json(errorBody("NOT_FOUND", "There is nothing here. The API is POST /graphql."));
  });
  app.use(answerError(parts));
  return app;
}

/** Asked for every few seconds by machines. */
const PROBES: ReadonlySet<string> = new Set(["/livez", "/readyz", "/metrics"]);

function openRequest({ log, metrics }: Pick<HttpParts, "log" | "metrics">): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const record: RequestRecord = {
      requestId: randomUUID(),
      caller: undefined,
      operation: [],
      errorCodes: [],
      clientLeft: false,
    };
    response.setHeader("x-request-id", record.requestId);
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("cache-control", "no-store");
    const { path } = request;
    response.once("close", () => {
      const durationMs = performance.now() - startedAt;
      metrics.request(path, response.statusCode, durationMs / 1000);
      const entry = {
        requestId: record.requestId,
        method: request.method,
        status: response.statusCode,
        durationMs: Math.round(durationMs),
        ...(record.caller === undefined ? {} : { apiKeyId: record.caller.apiKeyId }),
        ...(record.operation.length === 0 ? {} : { operation: record.operation }),
        ...(record.errorCodes.length === 0 ? {} : { errorCodes: record.errorCodes }),
        ...(response.writableFinished ? {} : { clientLeft: true }),
      };
      if (PROBES.has(path)) log.debug(entry, "probe");
      else log.info(entry, "request");
    });
    runInRequest(record, next);
  };
}

const postOnly: RequestHandler = (request, response, next) => {
  if (request.method === "POST") return next();
  response.setHeader("allow", "POST");
  response.status(405).json(errorBody("METHOD_NOT_ALLOWED", "Use POST."));
};

function authenticate(access: AccessService): RequestHandler {
  return async (request, response, next) => {
    const record = currentRequest();
    const caller = await access.authenticate(request.headers.authorization);
    if (caller === undefined || record === undefined) {
      response.setHeader("www-authenticate", "Bearer");
      response.status(401).json(errorBody("UNAUTHENTICATED", "Send a valid API key: Authorization: Bearer KEY."));
      return;
    }
    record.caller = caller;
    next();
  };
}

function abortedWhenClientLeaves(response: Response, record: RequestRecord): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (response.writableFinished) return;
    record.clientLeft = true;
    controller.abort();
  });
  return controller.signal;
}

/** Errors of body-parser carry a `type` and quote the body: only the type is used. */
const BODY_ERRORS: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  "entity.too.large": [413, "BODY_TOO_LARGE", "The request body is larger than the server accepts."],
  "entity.parse.failed": [400, "BAD_REQUEST", "The request body is not valid JSON."],
  "encoding.unsupported": [415, "BAD_REQUEST", "The content encoding is not supported."],
  "charset.unsupported": [415, "BAD_REQUEST", "The charset is not supported."],
  "request.size.invalid": [400, "BAD_REQUEST", "The request body is not as long as it says."],
  "request.aborted": [400, "BAD_REQUEST", "The request was aborted."],
};

function answerError({ log }: HttpParts): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const requestId = currentRequest()?.requestId ?? "none";
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof DatabaseUnavailableError) {
      const message = messageOf({ kind: "databaseUnavailable", retryAfterMs: error.retryAfterMs });
      response.setHeader("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
      response.status(503).json(errorBody("DATABASE_UNAVAILABLE", message, { retryAfterMs: error.retryAfterMs }));
      return;
    }
    const { type, status, limit } = (error ?? {}) as { type?: unknown; status?: unknown; limit?: unknown };
    const known = typeof type === "string" ? BODY_ERRORS[type] : undefined;
    if (known !== undefined) {
      const [knownStatus, code, message] = known;
      response
        .status(knownStatus)
        .json(errorBody(code, message, typeof limit === "number" ? { maxBodyBytes: limit } : {}));
      return;
    }
    if (typeof status === "number" && status >= 400 && status < 500) {
      response.status(status).json(errorBody("BAD_REQUEST", "The request cannot be understood."));
      return;
    }
    log.error({ requestId, err: loggableError(error) }, "internal error");
    response.status(500).json(errorBody("INTERNAL", "Internal server error", { correlationId: requestId }));
  };
}

export interface RunningHttp {
  /** As clients reach it. */
  readonly url: string;
  /** Accepts no more, answers what is in hand, and after `patienceMs` cuts off what still runs. */
  drain(patienceMs: number): Promise<void>;
  cut(): void;
}

export async function listen(app: express.Express, address: { host: string; port: number }): Promise<RunningHttp> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = ["0.0.0.0", "::"].includes(address.host) ? "127.0.0.1" : address.host;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    drain: (patienceMs) => drain(server, patienceMs),
    cut: () => server.closeAllConnections(),
  };
}

function drain(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection kept alive becomes idle only when its answer is out: look again until none is left.
    const sweep = setInterval(() => server.closeIdleConnections(), 25);
    const cutOff = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cutOff);
      resolve();
    });
  });
}
