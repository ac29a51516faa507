import type { Response as ExpressResponse, RequestHandler } from "express";
import { CLIENT_ADDRESS_HEADER, type SignInServer } from "../adapters/sign-in.js";
import { sendBodyProblem } from "./body-problem.js";
import type { BodyReader } from "./body-reader.js";
import { clientAddress } from "./client-address.js";
import { sendError } from "./send-error.js";
import { isFromConsole } from "./session-origin.js";

const MAX_BODY_BYTES = 16 * 1024;
/** Of what a client sends, only this goes on. */
const PASSED_HEADERS = ["accept", "content-type", "cookie", "user-agent"];

export interface AuthParts {
  readonly signIn: Pick<SignInServer, "handle">;
  readonly readBody: BodyReader;
  readonly publicUrl: string;
  readonly trustedProxies: number;
}

/** Hands requests to better-auth, with bodies that were read under our limits. */
export function answerAuth({ signIn, readBody, publicUrl, trustedProxies }: AuthParts): RequestHandler {
  return async (request, response) => {
    const headers = new Headers();
    for (const name of PASSED_HEADERS) {
      const value = request.headers[name];
      if (typeof value === "string") headers.set(name, value);
    }
    if (request.method !== "GET") {
      if (!isFromConsole(request, publicUrl)) {
        return sendError(response, 403, "FORBIDDEN", "Only pages of the console may call this.");
      }
      // Checked above, by whatever name the console was reached; the library knows one name.
      headers.set("origin", publicUrl);
    }
    headers.set(CLIENT_ADDRESS_HEADER, clientAddress(request, trustedProxies));
    let body: Buffer | null = null;
    if (request.method !== "GET") {
      const read = await readBody(response, { maxBytes: MAX_BODY_BYTES, accepts: () => true });
      if (read.kind !== "whole") {
        if (read.kind === "notAccepted") throw new Error("Every beginning is accepted.");
        return sendBodyProblem(response, read);
      }
      body = read.bytes.length === 0 ? null : read.bytes;
    }
    const url = new URL(request.originalUrl, publicUrl);
    await send(response, await signIn.handle(new Request(url, { method: request.method, headers, body })));
  };
}

async function send(response: ExpressResponse, answer: Response): Promise<void> {
  response.status(answer.status);
  for (const [name, value] of answer.headers) {
    if (name !== "set-cookie") response.setHeader(name, value);
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.setHeader("cache-control", "no-store");
  response.end(Buffer.from(await answer.arrayBuffer()));
}
