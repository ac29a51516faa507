import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";

/** Of each connection; a client that is slower is answered 408 and cut off. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  /** Headers and body: a photo of 10 MiB at 1 Mbit/s fits. */
  requestTimeout: 120_000,
  /** Longer than the 60 s for which the usual proxies keep a connection: the side that sends should be the one to close. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
} as const satisfies ServerOptions;
/** Enough for an API key of any kind and the headers of proxies. Beyond it: 431. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Beyond it a connection is closed as it comes. */
const MAX_CONNECTIONS = 1_000;

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** In place of the usual ones. */
  readonly timeouts?: Partial<Record<keyof typeof TIMEOUTS, number>>;
}

export interface RunningHttp {
  /** As clients reach it. */
  readonly url: string;
  /** Accepts no more, answers what is in hand, and after `patienceMs` cuts off what still runs. */
  drain(patienceMs: number): Promise<void>;
  cut(): void;
}

export async function listen(app: RequestListener, options: ListenOptions): Promise<RunningHttp> {
  const server = createServer({ ...TIMEOUTS, ...options.timeouts, maxHeaderSize: MAX_HEADER_BYTES }, app);
  server.maxConnections = MAX_CONNECTIONS;
  // A client that asks before it sends a body is told to go on when the body is wanted (body-reader.ts), not at once.
  server.on("checkContinue", app);
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(isTaken ? new Error(`Port ${options.port} is in use. Stop the other program, or set PORT.`) : error);
    };
    server.once("error", fail);
    server.listen(options.port, options.host, () => {
      server.removeListener("error", fail);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = ["0.0.0.0", "::"].includes(options.host) ? "127.0.0.1" : options.host;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    drain: (patienceMs) => drain(server, patienceMs),
    cut: () => server.closeAllConnections(),
  };
}

function drain(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection kept alive becomes idle only when its answer is out: look again until none is left.
    const sweep = setInterval(() => server.closeIdleConnections(), 25);
    const cutOff = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cutOff);
      resolve();
    });
  });
}
