import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import next from "next";
import { isForApi, passOn } from "./front.mjs";

/**
 * The built console, and the API on the same origin: pages need no permission to call it, and cookies stay in one place.
 * API_URL is where the API is, HOST and CONSOLE_PORT where to listen; port 0 takes a free one.
 * A server of our own around Next gives the free port, a plain message where the port is taken, and an orderly end.
 */
const host = process.env.HOST || "127.0.0.1";
const port = Number(process.env.CONSOLE_PORT || 3000);
const PATIENCE_MS = 5_000;
const api = new URL(process.env.API_URL || "http://127.0.0.1:4000");

process.env.NEXT_TELEMETRY_DISABLED = "1";
const app = next({ dev: false, dir: fileURLToPath(new URL("..", import.meta.url)), hostname: host, port, quiet: true });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  if (isForApi(request.url)) passOn(api, request, response);
  else void handle(request, response);
});

server.once("error", (error) => {
  console.error(
    "code" in error && error.code === "EADDRINUSE"
      ? `Port ${port} is in use, so the console cannot listen on it. Choose another one: CONSOLE_PORT=3100 npm start`
      : `The console cannot listen on ${host}:${port}: ${error.message}`,
  );
  process.exit(1);
});
server.listen(port, host, () => {
  const address = server.address();
  const shownPort = typeof address === "object" && address !== null ? address.port : port;
  const shownHost = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
  console.log(`Console: http://${shownHost.includes(":") ? `[${shownHost}]` : shownHost}:${shownPort}`);
});

let stopping = false;
function stop() {
  if (stopping) process.exit(1);
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), PATIENCE_MS).unref();
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
