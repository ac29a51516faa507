import { randomUUID } from "node:crypto";
import type { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import express, { type ErrorRequestHandler, type RequestHandler, type Response } from "express";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { AUTH_PATH, type SignInServer } from "../adapters/sign-in.js";
import type { AccessService } from "../modules/access/index.js";
import type { UploadStore } from "../modules/photos/index.js";
import { DatabaseUnavailableError, messageOf } from "../modules/problems/index.js";
import type { SetUpService } from "../modules/users/index.js";
import { answerAuth } from "./auth-endpoint.js";
import { createBodyReader } from "./body-reader.js";
import { type ApiContext, currentRequest, type RequestRecord, runInRequest } from "./context.js";
import { loggableError } from "./error-format.js";
import { type FaceStore, showFace } from "./faces-endpoint.js";
import { checkReadiness } from "./health.js";
import { jsonBody } from "./json-body.js";
import type { Metrics } from "./metrics.js";
import { showMetrics } from "./metrics-endpoint.js";
import { sendError } from "./send-error.js";
import { isFromConsole } from "./session-origin.js";
import { answerSetUp } from "./set-up-endpoint.js";
import { createStream } from "./stream.js";
import { receiveUpload } from "./uploads.js";

export interface HttpParts {
  apollo: ApolloServer<ApiContext>;
  access: AccessService;
  schema: GraphQLSchema;
  log: Logger;
  signIn: Pick<SignInServer, "handle">;
  setUp: SetUpService;
  faces: FaceStore;
  /** Origin of the console, as browsers see it. */
  publicUrl: string;
  /** Proxies in front of the console whose word on addresses is believed. */
  trustedProxies: number;
  uploads: UploadStore;
  maxBodyBytes: number;
  maxImageBytes: number;
  /** Longest pause within a request body; 10 seconds by default. */
  maxBodyPauseMs?: number;
  metrics: Metrics;
  metricsToken: string | undefined;
  readinessProbes: Readonly<Record<string, () => Promise<boolean>>>;
}

const MAX_BODY_PAUSE_MS = 10_000;
/** So many bodies of the largest size are held at the same time; what comes beyond gets BUSY. */
const BODIES_HELD = 8;
/** Of requests that carry no photo. */
const SMALL_BODY_BYTES = 64 * 1024;

export interface HttpApp {
  readonly app: express.Express;
  /** Ends what would otherwise never end. */
  closeStreams(): void;
}

export function createHttpApp(parts: HttpParts): HttpApp {
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
  const readBody = createBodyReader({
    maxHeldBytes: BODIES_HELD * Math.max(parts.maxBodyBytes, parts.maxImageBytes),
    maxPauseMs: parts.maxBodyPauseMs ?? MAX_BODY_PAUSE_MS,
  });
  app.all(
    "/graphql",
    postOnly,
    // Before the body is read: whoever has no key gets nothing read.
    authenticate(parts),
    jsonBody(readBody, parts.maxBodyBytes),
    expressMiddleware(parts.apollo, {
      context: async ({ res }) => {
        const record = currentRequest();
        if (record?.principal === undefined) throw new Error("A call got in without a caller.");
        return {
          principal: record.principal,
          requestId: record.requestId,
          signal: abortedWhenClientLeaves(res, record),
        };
      },
    }) as unknown as RequestHandler,
  );
  const stream = createStream(parts.schema);
  app.all("/graphql/stream", postOnly, authenticate(parts), jsonBody(readBody, SMALL_BODY_BYTES), stream.handle);
  app.all("/v1/images", postOnly, authenticate(parts), receiveUpload({ ...parts, readBody }));
  app.get("/v1/faces/templates/:id", authenticate(parts), showFace(parts.faces, "ofTemplate"));
  app.get("/v1/faces/attempts/:id", authenticate(parts), showFace(parts.faces, "ofAttempt"));
  app.use(AUTH_PATH, answerAuth({ ...parts, readBody }));
  const smallBody = jsonBody(readBody, SMALL_BODY_BYTES);
  app.all("/v1/set-up/look", postOnly, smallBody, answerSetUp(parts.setUp, "look", parts));
  app.all("/v1/set-up", postOnly, smallBody, answerSetUp(parts.setUp, "use", parts));
  app.use((_request, response) => {
    sendError(response, 404, "NOT_FOUND", "There is nothing here. The API is POST /graphql.");
  });
  app.use(answerError(parts));
  return { app, closeStreams: () => stream.closeAll() };
}

/** Asked for every few seconds by machines. */
const PROBES: ReadonlySet<string> = new Set(["/livez", "/readyz", "/metrics"]);

function openRequest({ log, metrics }: Pick<HttpParts, "log" | "metrics">): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const record: RequestRecord = {
      requestId: randomUUID(),
      principal: undefined,
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
        ...(record.principal === undefined ? {} : { [`${record.principal.kind}Id`]: record.principal.id }),
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
  sendError(response, 405, "METHOD_NOT_ALLOWED", "Use POST.");
};

function authenticate({ access, publicUrl }: Pick<HttpParts, "access" | "publicUrl">): RequestHandler {
  return async (request, response, next) => {
    const record = currentRequest();
    const found = await access.authenticate(request.headers);
    if (found.kind === "unknown" || record === undefined) {
      response.setHeader("www-authenticate", "Bearer");
      sendError(response, 401, "UNAUTHENTICATED", "Sign in, or send a valid API key: Authorization: Bearer KEY.");
      return;
    }
    // Browsers send cookies whoever asks them to; keys they do not have.
    if (found.principal.kind === "user" && !isFromConsole(request, publicUrl)) {
      sendError(response, 403, "FORBIDDEN", "A session can be used by pages of the console alone.");
      return;
    }
    if (found.setCookies.length > 0) response.setHeader("set-cookie", [...found.setCookies]);
    record.principal = found.principal;
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

function answerError({ log }: HttpParts): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const requestId = currentRequest()?.requestId ?? "none";
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof DatabaseUnavailableError) {
      const { retryAfterMs } = error;
      const message = messageOf({ kind: "databaseUnavailable", retryAfterMs });
      sendError(response, 503, "DATABASE_UNAVAILABLE", message, { retryAfterMs });
      return;
    }
    const { status } = (error ?? {}) as { status?: unknown };
    if (typeof status === "number" && status >= 400 && status < 500) {
      sendError(response, status, "BAD_REQUEST", "The request cannot be understood.");
      return;
    }
    log.error({ requestId, err: loggableError(error) }, "internal error");
    sendError(response, 500, "INTERNAL", "Internal server error", { correlationId: requestId });
  };
}
