import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server on this machine that can fail as networks and servers do. */
export class TcpProxy {
  private readonly pairs = new Set<{ near: Socket; far: Socket }>();
  private hanging = false;
  private unlucky: { statement: string; happened: () => void } | undefined;
  private readonly server = createServer({ pauseOnConnect: true }, (near) => this.carry(near));

  private constructor(
    /** Where connections go; may be changed. */
    public targetPort: number,
    private port = 0,
  ) {}

  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await proxy.listen();
    proxy.port = (proxy.server.address() as AddressInfo).port;
    return proxy;
  }

  /** The same URL by way of the proxy. */
  around(url: string): string {
    const around = new URL(url);
    around.port = String(this.port);
    return around.href;
  }

  /** No byte passes any more, nothing is closed, new connections are taken and left alone. */
  hang(): void {
    this.hanging = true;
    for (const { near, far } of this.pairs) {
      near.unpipe(far).pause();
      far.unpipe(near).pause();
    }
  }

  /** New connections work again. Those that hung go on hanging. */
  carryNewOnes(): void {
    this.hanging = false;
  }

  /** Every connection ends with a reset. */
  reset(): void {
    for (const { near, far } of this.pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  /**
   * The next `statement` that is sent is done by the server, and its answer is lost with the connection. Resolves when that
   * has happened.
   */
  loseAnswerTo(statement: string): Promise<void> {
    return new Promise((happened) => {
      this.unlucky = { statement, happened };
    });
  }

  /** Nobody listens; connections there are end with a reset. */
  async refuse(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.reset();
    await closed;
  }

  async listen(): Promise<void> {
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  async stop(): Promise<void> {
    if (this.server.listening) await this.refuse();
  }

  private carry(near: Socket): void {
    const far = connect(this.targetPort, "127.0.0.1");
    const pair = { near, far };
    this.pairs.add(pair);
    near.on("data", (sent) => this.loseAnswer(sent, pair));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from
        .on("error", () => undefined)
        .on("close", () => {
          this.pairs.delete(pair);
          to.destroy();
        });
      if (!this.hanging) from.pipe(to);
    }
  }

  private loseAnswer(sent: Buffer, { near, far }: { near: Socket; far: Socket }): void {
    if (this.unlucky === undefined || !sent.includes(this.unlucky.statement)) return;
    const { happened } = this.unlucky;
    this.unlucky = undefined;
    far.unpipe(near);
    far.once("data", () => {
      near.resetAndDestroy();
      happened();
    });
    far.resume();
  }
}
