import { createHash, timingSafeEqual } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { bearerKey } from "../modules/access/index.js";
import type { Metrics } from "./metrics.js";
import { sendError } from "./send-error.js";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** `GET /metrics`: to whoever has the token or, where none is set, to programs on this machine. */
export function showMetrics(metrics: Metrics, token: string | undefined): RequestHandler {
  return async (request, response) => {
    const allowed =
      token === undefined ? comesFromThisMachine(request) : equal(bearerKey(request.headers.authorization), token);
    if (!allowed) {
      sendError(response, 403, "FORBIDDEN", "Metrics are shown to holders of METRICS_TOKEN only.");
      return;
    }
    const { contentType, text } = await metrics.exposition();
    response.type(contentType).send(text);
  };
}

/** Behind a proxy every request comes from the proxy's address, so one that was passed on does not count as local. */
function comesFromThisMachine({ socket, headers }: Request): boolean {
  const passedOn = headers.forwarded !== undefined || headers["x-forwarded-for"] !== undefined;
  return !passedOn && LOOPBACK.test(socket.remoteAddress ?? "");
}

/** In a time that tells nothing of where the two differ. */
function equal(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}
