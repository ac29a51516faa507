import type { RequestHandler } from "express";
import { permit, ROUTES, refusalOf } from "../modules/access/index.js";
import { currentRequest } from "./context.js";
import { sendError } from "./send-error.js";

export interface FaceStore {
  /** The aligned face of a template, as an image file; null when none is kept, or the site has no such template. */
  ofTemplate(siteId: string, templateId: string): Promise<Uint8Array | null>;
  /** The same of an attempt. */
  ofAttempt(siteId: string, attemptId: string): Promise<Uint8Array | null>;
}

const PRIVATE_FOR_S = 300;

/** `GET /v1/faces/templates/ID?siteId=...` and `GET /v1/faces/attempts/ID?siteId=...`: for the eyes of people. */
export function showFace(faces: FaceStore, of: keyof FaceStore): RequestHandler {
  return async (request, response) => {
    const principal = currentRequest()?.principal;
    if (principal === undefined) throw new Error("A face was asked for without a caller.");
    const caller = permit(ROUTES.faces, principal);
    if (caller === undefined) return sendError(response, 403, "FORBIDDEN", refusalOf(ROUTES.faces, principal));
    const { siteId = caller.defaultSiteId } = request.query;
    const allowed = typeof siteId === "string" && caller.siteIds.has(siteId);
    const face = allowed ? await faces[of](siteId, String(request.params.id)) : null;
    if (face === null) return sendError(response, 404, "NOT_FOUND", "There is no picture of this face.");
    // Kept by the browser of who may see it, so that tables do not fetch it again with every page; by nobody between.
    response.setHeader("cache-control", `private, max-age=${PRIVATE_FOR_S}`);
    response.setHeader("content-security-policy", "default-src 'none'");
    response.type(face[0] === 0x89 ? "image/png" : "image/webp").end(face);
  };
}
