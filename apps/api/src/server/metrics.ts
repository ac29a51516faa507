import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { ClientError, DatabaseUnavailableError, PROBLEM_CODES, Problem } from "../modules/problems/index.js";

/** Seconds. From a cached answer to a photo at the end of a long queue. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STAGE_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const ROUTES: readonly string[] = ["/graphql", "/v1/images", "/livez", "/readyz", "/metrics"];

export interface Metrics {
  request(path: string, status: number, seconds: number): void;
  /** Runs a call of a root field and counts it by its outcome. */
  rootField(field: string, call: () => Promise<unknown>): Promise<unknown>;
  /** Of one photo, by stage of the pipeline, in milliseconds. */
  photoAnalysed(timingsMs: Readonly<Record<string, number>>): void;
  /** In the text format of Prometheus. */
  exposition(): Promise<{ contentType: string; text: string }>;
}

export interface MetricSources {
  engineLoad: () => { readonly running: number; readonly waiting: number };
}

/** Figures about the service, none about people: labels are names of the schema, codes and stages. */
export function createMetrics(sources: MetricSources): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];

  const requests = new Counter({
    name: "facenet_http_requests_total",
    help: "HTTP requests by route and status.",
    labelNames: ["route", "status"],
    registers,
  });
  const requestSeconds = new Histogram({
    name: "facenet_http_request_duration_seconds",
    help: "From the first line of a request to the end of its answer.",
    labelNames: ["route"],
    buckets: DURATION_BUCKETS,
    registers,
  });
  const outcomes = new Counter({
    name: "facenet_operations_total",
    help: "Calls of root fields of GraphQL by outcome: a decision, the code of a problem, or OK.",
    labelNames: ["field", "outcome"],
    registers,
  });
  const operationSeconds = new Histogram({
    name: "facenet_operation_duration_seconds",
    help: "Time in the resolver of a root field of GraphQL, waiting for the engine included.",
    labelNames: ["field"],
    buckets: DURATION_BUCKETS,
    registers,
  });
  const stageSeconds = new Histogram({
    name: "facenet_photo_stage_duration_seconds",
    help: "Time of a photo in each stage of the pipeline, for photos with a face that could be used.",
    labelNames: ["stage"],
    buckets: STAGE_BUCKETS,
    registers,
  });
  new Gauge({
    name: "facenet_engine_photos",
    help: "Photos that are being analysed, and photos that wait for a thread.",
    labelNames: ["state"],
    registers,
    collect() {
      const { running, waiting } = sources.engineLoad();
      this.set({ state: "running" }, running);
      this.set({ state: "waiting" }, waiting);
    },
  });

  return {
    request(path, status, seconds) {
      const route = ROUTES.includes(path) ? path : "other";
      requests.inc({ route, status });
      requestSeconds.observe({ route }, seconds);
    },
    async rootField(field, call) {
      const stopClock = operationSeconds.startTimer({ field });
      try {
        const result = await call();
        outcomes.inc({ field, outcome: outcomeOf(result) });
        return result;
      } catch (error) {
        outcomes.inc({ field, outcome: codeOf(error) });
        throw error;
      } finally {
        stopClock();
      }
    },
    photoAnalysed(timingsMs) {
      for (const [stage, ms] of Object.entries(timingsMs)) stageSeconds.observe({ stage }, ms / 1000);
    },
    exposition: async () => ({ contentType: register.contentType, text: await register.metrics() }),
  };
}

function outcomeOf(result: unknown): string {
  if (result instanceof Problem) return result.code;
  const { decision, outcome } = (result ?? {}) as { decision?: unknown; outcome?: unknown };
  return [decision, outcome].find((value) => typeof value === "string") ?? "OK";
}

function codeOf(error: unknown): string {
  if (error instanceof ClientError) return String(error.extensions.code);
  return error instanceof DatabaseUnavailableError ? PROBLEM_CODES.databaseUnavailable : "INTERNAL";
}
