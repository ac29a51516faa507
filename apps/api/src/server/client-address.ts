import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/**
 * Where a request comes from. The console passes requests on from the same machine and appends whom it got them from; of
 * proxies in front of it, `trustedProxies` entries more are believed. Anybody else's word is not.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? "";
  const forwarded = request.headers["x-forwarded-for"];
  if (!LOOPBACK.test(peer) || forwarded === undefined) return peer;
  const hops = String(forwarded)
    .split(",")
    .map((hop) => hop.trim());
  return hops.at(-1 - trustedProxies) ?? hops[0] ?? peer;
}
