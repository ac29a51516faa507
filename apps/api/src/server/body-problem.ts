import type { Response } from "express";
import { assertNever, messageOf } from "../modules/problems/index.js";
import type { Body } from "./body-reader.js";
import { sendError } from "./send-error.js";

/** By then another request may be over and its body forgotten. */
const NO_ROOM_RETRY_MS = 1_000;

/** Answers what holds for the bodies of all routes alike. */
export function sendBodyProblem(response: Response, body: Exclude<Body, { kind: "whole" | "notAccepted" }>): void {
  switch (body.kind) {
    case "compressed":
      sendError(response, 415, "BAD_REQUEST", "Send the body without a content encoding.");
      break;
    case "tooLarge":
      sendError(response, 413, "BODY_TOO_LARGE", "The request body is larger than the server accepts.", {
        maxBodyBytes: body.maxBytes,
      });
      break;
    case "tooSlow":
      response.setHeader("connection", "close");
      sendError(response, 408, "REQUEST_TIMEOUT", "The request body did not arrive in time.");
      break;
    case "noRoom": {
      const busy = { kind: "busy", retryAfterMs: NO_ROOM_RETRY_MS } as const;
      sendError(response, 503, "BUSY", messageOf(busy), { retryAfterMs: busy.retryAfterMs });
      break;
    }
    case "clientLeft":
      response.destroy();
      break;
    default:
      assertNever(body);
  }
}
