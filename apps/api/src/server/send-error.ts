import type { IncomingMessage } from "node:http";
import type { Response } from "express";
import type { ErrorCode } from "../modules/problems/index.js";
import { currentRequest } from "./context.js";

/** So much of a body that nobody wants is read off, which keeps the connection usable; beyond it the connection ends. */
const READ_OFF_BYTES = 1024 * 1024;
/** How long the client has to take the answer before the connection ends. */
const LINGER_MS = 2_000;

interface Extensions {
  readonly retryAfterMs?: number;
  readonly maxBodyBytes?: number;
  readonly correlationId?: string;
}

/**
 * Answers in the shape of GraphQL what GraphQL never sees, at any moment, also while the body is still on its way. Left to
 * itself Node would read all of it, or close at once: a socket that is closed while data arrives is reset, and the client
 * may never see why.
 */
export function sendError(
  response: Response,
  status: number,
  code: ErrorCode,
  message: string,
  extensions: Extensions = {},
): void {
  const request = response.req;
  const body = { errors: [{ message, extensions: { code, ...extensions } }] };
  currentRequest()?.errorCodes.push(code);
  response.status(status);
  if (extensions.retryAfterMs !== undefined) {
    response.setHeader("retry-after", String(Math.ceil(extensions.retryAfterMs / 1000)));
  }
  if (mostUnreadBytes(request) <= READ_OFF_BYTES) {
    response.json(body);
    // Who began to read a body has to end it: the next request of the connection waits behind what is left.
    request.resume();
    return;
  }
  const text = Buffer.from(JSON.stringify(body));
  response.setHeader("connection", "close");
  response.setHeader("content-length", text.length);
  response.type("json");
  // For the client the answer is complete with this; the connection ends with end().
  response.write(text);
  const end = () => {
    clearTimeout(patience);
    response.end();
  };
  const patience = setTimeout(end, LINGER_MS);
  request.once("end", end).once("close", end);
  let readOffBytes = 0;
  request.on("data", (piece: Buffer) => {
    readOffBytes += piece.length;
    if (readOffBytes > READ_OFF_BYTES) request.pause();
  });
  request.resume();
}

function mostUnreadBytes({ complete, headers }: IncomingMessage): number {
  if (complete) return 0;
  if (headers["transfer-encoding"] !== undefined) return Number.POSITIVE_INFINITY;
  return Number(headers["content-length"] ?? 0);
}
