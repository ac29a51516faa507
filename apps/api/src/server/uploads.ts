import express, { type RequestHandler } from "express";
import { sniffFormat } from "facenet-core";
import type { UploadStore } from "../modules/photos/index.js";
import { currentRequest } from "./context.js";
import { errorBody } from "./error-format.js";

/** How long a photo waits for the call that uses it. */
const LIFETIME_MS = 15 * 60_000;

/**
 * `POST /v1/images`: takes the bytes of one photo, for callers whose photos are too large or too many for base64. Comes
 * after authentication. What the bytes claim to be is not believed, only their beginning; they are decoded when used.
 */
export function receiveUpload(uploads: Pick<UploadStore, "save">, maxImageBytes: number): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: maxImageBytes }),
    async (request, response) => {
      const caller = currentRequest()?.caller;
      if (caller === undefined) throw new Error("An upload got in without a caller.");
      const body: unknown = request.body;
      if (!Buffer.isBuffer(body) || body.length === 0) {
        response.status(400).json(errorBody("CORRUPT_IMAGE", "Send the bytes of a photo as the request body."));
        return;
      }
      if (sniffFormat(body) === undefined) {
        response.status(415).json(errorBody("UNSUPPORTED_IMAGE", "The image is not a JPEG, PNG or WebP file."));
        return;
      }
      const expiresAt = new Date(Date.now() + LIFETIME_MS);
      const uploadId = await uploads.save({ apiKeyId: caller.apiKeyId, data: body, expiresAt });
      response.status(201).json({ uploadId, expiresAt: expiresAt.toISOString() });
    },
  ];
}
