import type { RequestHandler, Response } from "express";
import { sniffFormat } from "facenet-core";
import { permit, ROUTES, refusalOf } from "../modules/access/index.js";
import type { UploadStore } from "../modules/photos/index.js";
import { sendBodyProblem } from "./body-problem.js";
import type { BodyReader } from "./body-reader.js";
import { currentRequest } from "./context.js";
import { sendError } from "./send-error.js";

/** How long a photo waits for the call that uses it. */
const LIFETIME_MS = 15 * 60_000;
/** What may wait for one key: photos for ten full enrolments, or 25 of the largest size that is accepted by default. */
const MAX_WAITING = { count: 100, bytes: 256 * 1024 * 1024 } as const;

export interface UploadParts {
  readonly uploads: UploadStore;
  readonly readBody: BodyReader;
  readonly maxImageBytes: number;
}

/**
 * `POST /v1/images`: takes the bytes of one photo, for callers whose photos are too large or too many for base64. Comes
 * after authentication. What the bytes claim to be is not believed, only their beginning; they are decoded when used.
 */
export function receiveUpload({ uploads, readBody, maxImageBytes }: UploadParts): RequestHandler {
  return async (_request, response) => {
    const principal = currentRequest()?.principal;
    if (principal === undefined) throw new Error("An upload got in without a caller.");
    if (permit(ROUTES.images, principal) === undefined) {
      return sendError(response, 403, "FORBIDDEN", refusalOf(ROUTES.images, principal));
    }
    const callerId = principal.id;
    const before = await uploads.waiting(callerId);
    if (before.count >= MAX_WAITING.count || before.bytes >= MAX_WAITING.bytes) {
      return refuseMore(response, before.nextExpiry);
    }
    const body = await readBody(response, {
      maxBytes: maxImageBytes,
      accepts: (beginning) => sniffFormat(beginning) !== undefined,
    });
    if (body.kind === "notAccepted") {
      return sendError(response, 415, "UNSUPPORTED_IMAGE", "The image is not a JPEG, PNG or WebP file.");
    }
    if (body.kind !== "whole") return sendBodyProblem(response, body);
    if (body.bytes.length === 0) {
      return sendError(response, 400, "CORRUPT_IMAGE", "Send the bytes of a photo as the request body.");
    }
    const expiresAt = new Date(Date.now() + LIFETIME_MS);
    const uploadId = await uploads.save({ callerId, data: body.bytes, expiresAt });
    // Asked again, because others may have come in meanwhile: whoever finds too many takes their own back.
    const after = await uploads.waiting(callerId);
    if (after.count > MAX_WAITING.count || after.bytes > MAX_WAITING.bytes) {
      await uploads.take(callerId, uploadId);
      return refuseMore(response, after.nextExpiry);
    }
    response.status(201).json({ uploadId, expiresAt: expiresAt.toISOString() });
  };
}

function refuseMore(response: Response, nextExpiry: Date | null): void {
  const message = `At most ${MAX_WAITING.count} photos and ${MAX_WAITING.bytes} bytes may wait for a key. Use them, or let them expire.`;
  const retryAfterMs = Math.max(1000, (nextExpiry?.getTime() ?? 0) - Date.now());
  sendError(response, 429, "TOO_MANY_UPLOADS", message, { retryAfterMs });
}
