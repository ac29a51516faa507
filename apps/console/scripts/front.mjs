import { request as ask } from "node:http";

/** What the API answers; everything else is the console's. */
const OF_THE_API = /^\/(graphql|v1)(\/|\?|$)/;
/** Of one connection alone, not to be passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** @param {string | undefined} url */
export const isForApi = (url) => OF_THE_API.test(url ?? "");

/**
 * Passes a request on to the API and its answer back, both as they come: photos are not held here, and events of a stream
 * are not either. The API learns whom the request came from.
 *
 * @param {URL} api
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
export function passOn(api, request, response) {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name)));
  if (request.headers["transfer-encoding"] !== undefined) headers["transfer-encoding"] = "chunked";
  const before = request.headers["x-forwarded-for"];
  const peer = request.socket.remoteAddress ?? "";
  headers["x-forwarded-for"] = before === undefined ? peer : `${before}, ${peer}`;
  const { hostname, port } = api;
  const onward = ask({ hostname, port, path: request.url, method: request.method, headers });
  onward.once("response", (answer) => {
    const passed = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name));
    response.writeHead(answer.statusCode ?? 502, Object.fromEntries(passed));
    answer.pipe(response);
    answer.once("error", () => response.destroy());
  });
  onward.once("error", () => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const error = { message: "The API does not answer. Is it running?", extensions: { code: "API_UNREACHABLE" } };
    response.writeHead(502, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify({ errors: [error] }));
  });
  // Whoever goes away takes what they asked for along.
  response.once("close", () => onward.destroy());
  request.pipe(onward);
}
