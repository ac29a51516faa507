import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to the database that can be cut, as a failing server or network would, and mended at the same address. */
export async function startInterruptibleLine(connectionString: string) {
  const target = new URL(connectionString);
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => undefined).on("close", () => to.destroy());
      from.pipe(to);
    }
  });
  const listen = async (port: number) => {
    proxy.listen(port, "127.0.0.1");
    await once(proxy, "listening");
  };
  await listen(0);
  const { port } = proxy.address() as AddressInfo;
  const near = new URL(connectionString);
  near.port = `${port}`;
  return {
    connectionString: near.href,
    interrupt: async () => {
      const closed = once(proxy, "close");
      proxy.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
    },
    restore: () => listen(port),
    /** Nothing passes any more on the connections of now, which stay open. New ones are as usual. */
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
