import type { RequestHandler } from "express";
import { sendBodyProblem } from "./body-problem.js";
import type { BodyReader } from "./body-reader.js";
import { sendError } from "./send-error.js";

const NO_OBJECT = "The request body is not a JSON object.";

/** Puts the JSON object that the client sent into `request.body`. What begins otherwise is refused without being read. */
export function jsonBody(readBody: BodyReader, maxBytes: number): RequestHandler {
  return async (request, response, next) => {
    if (!isJsonInUtf8(request.headers["content-type"] ?? "")) {
      sendError(response, 415, "BAD_REQUEST", "Send JSON in UTF-8, with the header Content-Type: application/json.");
      return;
    }
    const body = await readBody(response, { maxBytes, accepts: mayBeginObject });
    if (body.kind === "notAccepted") return sendError(response, 400, "BAD_REQUEST", NO_OBJECT);
    if (body.kind !== "whole") return sendBodyProblem(response, body);
    const parsed = parsedObject(body.bytes);
    if (parsed === undefined) return sendError(response, 400, "BAD_REQUEST", NO_OBJECT);
    request.body = parsed;
    next();
  };
}

function isJsonInUtf8(contentType: string): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType)?.[1];
  return /^\s*application\/json\s*(;|$)/i.test(contentType) && /^utf-?8$/i.test(charset ?? "utf-8");
}

const mayBeginObject = (beginning: Buffer) => /^\s*(\{|$)/.test(beginning.toString("utf8"));

function parsedObject(bytes: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // The reason would quote the body.
    return undefined;
  }
}
